import { BreakwaterError } from '../../core/errors.ts';

/** Texts of one row by column, and where the row stands in its file, e.g. `line 3`. */
export interface TextRow {
  readonly cells: readonly string[];
  readonly place: string;
}

const DELIMITERS = [',', ';', '\t'] as const;
const QUOTE = '"';

/**
 * The rows of a CSV text, empty lines left out; the delimiter is the first of comma, semicolon and tab
 * that its first line contains. Fields may be quoted, and a quote in them doubled; none goes over
 * several lines.
 *
 * @throws BreakwaterError (bad-input) for a quote that does not end in its line
 */
export function* delimitedRows(file: string, text: string): Generator<TextRow> {
  const lines = text.split(/\r\n|\n|\r/);
  const delimiter = DELIMITERS.find((each) => lines[0]?.includes(each)) ?? ',';
  for (const [index, line] of lines.entries()) {
    if (line.trim() === '') continue;
    const place = `line ${index + 1}`;
    yield { cells: splitLine(file, line, delimiter, place), place };
  }
}

function splitLine(file: string, line: string, delimiter: string, place: string): string[] {
  if (!line.includes(QUOTE)) return line.split(delimiter).map((cell) => cell.trim());
  const cells: string[] = [];
  let cell = '';
  let isQuoted = false;
  for (let i = 0; i < line.length; i++) {
    const character = line.charAt(i);
    if (character === QUOTE && isQuoted && line.charAt(i + 1) === QUOTE) {
      cell += QUOTE;
      i++;
    } else if (character === QUOTE) {
      isQuoted = !isQuoted;
    } else if (character === delimiter && !isQuoted) {
      cells.push(cell.trim());
      cell = '';
    } else {
      cell += character;
    }
  }
  if (isQuoted) throw openQuote(file, place);
  return [...cells, cell.trim()];
}

const openQuote = (file: string, place: string): BreakwaterError =>
  new BreakwaterError('bad-input', 'A quoted field does not end in its line.', {
    place: { file, field: place, expected: 'a closing quotation mark' },
    remedy: 'Close the quotation mark, or double the one that belongs to the text.',
  });
