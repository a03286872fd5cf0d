import { ICONS, type IconName } from './iconPaths.ts';

const FIELD = 16;
const paths = new Map<IconName, Path2D[]>();

function pathsOf(name: IconName): Path2D[] {
  const known = paths.get(name);
  if (known !== undefined) return known;
  const made = ICONS[name].map(({ d }) => new Path2D(d));
  paths.set(name, made);
  return made;
}

/** Draws an icon on a canvas, centred at (x, y), `size` pixels wide. */
export function drawIcon(
  context: CanvasRenderingContext2D,
  name: IconName,
  x: number,
  y: number,
  size: number,
  colour: string,
  isFlipped = false,
): void {
  const scale = size / FIELD;
  context.save();
  context.translate(x, y);
  context.scale(scale, isFlipped ? -scale : scale);
  context.translate(-FIELD / 2, -FIELD / 2);
  context.strokeStyle = colour;
  context.fillStyle = colour;
  context.lineCap = 'round';
  context.lineJoin = 'round';
  pathsOf(name).forEach((path, index) => {
    const part = ICONS[name][index];
    if (part?.width === undefined) {
      context.fill(path);
      return;
    }
    context.lineWidth = part.width;
    context.setLineDash([...(part.dash ?? [])]);
    context.stroke(path);
  });
  context.restore();
}
