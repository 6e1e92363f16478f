/** How many molecules are of each class, as bars. */
import type { LabelReport } from '../../engine/protocol.ts';
import { count } from '../parts/numbers.ts';

export function ClassChart({ label }: { readonly label: LabelReport }) {
  const classes = [
    ...(label.classes ?? []).map(({ name, count: labels }) => [name, labels] as const),
    ...(label.missing > 0 ? [['no label', label.missing] as const] : []),
  ];
  const most = Math.max(1, ...classes.map(([, number]) => number));
  const description = classes.map(([name, number]) => `${name}: ${number}`).join(', ');
  return (
    <figure class="chart">
      <h3>Classes</h3>
      <svg
        viewBox={`0 0 460 ${classes.length * 50 + 8}`}
        role="img"
        aria-label={`Molecules of each class. ${description}`}
      >
        {classes.map(([name, number], index) => (
          <g key={name}>
            <text x={58} y={index * 50 + 33} text-anchor="end">
              {name.slice(0, 8)}
            </text>
            <rect class="bar" x={68} y={index * 50 + 12} width={(number / most) * 320} height={34} rx={4} />
            <text x={76 + (number / most) * 320} y={index * 50 + 33}>
              {count(number)}
            </text>
          </g>
        ))}
      </svg>
    </figure>
  );
}
