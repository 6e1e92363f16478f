/** How many molecules are of each class, as bars. */
import type { LabelReport } from '../../engine/protocol.ts';
import { count } from '../parts/numbers.ts';
import { cut } from './frame.tsx';

const width = 460;
/** Longer names are cut. */
const mostLetters = 18;
/** Of a letter of the chart's font, and beside the bars: of the numbers of molecules. */
const [letterWidth, numberWidth] = [7, 62];

export function ClassChart({ label }: { readonly label: LabelReport }) {
  const classes = [
    ...(label.classes ?? []).map(({ name, count: labels }) => [name, labels] as const),
    ...(label.missing > 0 ? [['no label', label.missing] as const] : []),
  ];
  const most = Math.max(1, ...classes.map(([, number]) => number));
  const names = classes.map(([name]) => cut(name, mostLetters));
  const left = 10 + letterWidth * Math.max(...names.map(({ length }) => length));
  const longest = width - left - numberWidth;
  const description = classes.map(([name, number]) => `${name}: ${number}`).join(', ');
  return (
    <figure class="chart">
      <h3>Classes</h3>
      <svg
        viewBox={`0 0 ${width} ${classes.length * 50 + 8}`}
        role="img"
        aria-label={`Molecules of each class. ${description}`}
      >
        {classes.map(([name, number], index) => (
          <g key={name}>
            <text x={left - 10} y={index * 50 + 33} text-anchor="end">
              {names[index]}
            </text>
            <rect class="bar" x={left} y={index * 50 + 12} width={(number / most) * longest} height={34} rx={4} />
            <text x={left + 8 + (number / most) * longest} y={index * 50 + 33}>
              {count(number)}
            </text>
          </g>
        ))}
      </svg>
    </figure>
  );
}
