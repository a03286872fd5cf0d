/**
 * Lays out rows of text in columns: the first column and those named are flush left, numbers flush
 * right. Two spaces part the columns; no line ends in a space.
 *
 * @param leftColumns indices of further columns of text
 */
export function alignedRows(
  rows: readonly (readonly string[])[],
  leftColumns: readonly number[] = [],
): string[] {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  const isLeft = (column: number) => column === 0 || leftColumns.includes(column);
  return rows.map((row) =>
    row
      .map((cell, column) =>
        isLeft(column) ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  );
}
