import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Chart } from './chart.ts';
import { figure, standaloneSvg } from './figure.ts';
import { binEdges, countIn, histogram } from './histogram.ts';
import { intervalChart } from './interval-chart.ts';
import { lineChart } from './line-chart.ts';
import { markup } from './markup.ts';
import { warnings } from './page.ts';
import { parallelChart } from './parallel-chart.ts';
import { scatterChart } from './scatter-chart.ts';
import { textWidth } from './text-width.ts';
import { assertWellFormed } from './well-formed.test.helper.ts';

/** Any text, and text that would break a page which trusts it. */
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom(
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "' onload='x",
    ']]>',
    '&amp;',
    '\u0000',
    '',
  ),
);
const number = fc.oneof(
  fc.double({ min: -1e6, max: 1e6, noNaN: true }),
  fc.constantFrom(0, Number.NaN, Number.POSITIVE_INFINITY, 5e-324, 1e308),
);
const numbers = fc.array(number, { maxLength: 12 });
const axis = fc.record({ title: text, unit: fc.option(text, { nil: undefined }), log: fc.boolean() });

const anyChart: Readonly<Record<string, fc.Arbitrary<Chart>>> = {
  'line chart': fc
    .record({
      title: text,
      x: axis,
      y: axis,
      series: fc.array(
        fc.record({
          name: text,
          points: fc.array(fc.record({ x: number, y: fc.option(number), low: number, high: number }), { maxLength: 8 }),
          shape: fc.constantFrom('line' as const, 'steps' as const, 'steps-back' as const, 'points' as const),
        }),
        { maxLength: 8 },
      ),
      references: fc.array(fc.record({ name: text, x: number }), { maxLength: 2 }),
    })
    .map(lineChart),
  'scatter chart': fc
    .record({
      title: text,
      x: axis,
      y: axis,
      identity: fc.boolean(),
      series: fc.array(
        fc
          .record({ name: text, values: numbers })
          .map(({ name, values }) => ({ name, x: values, y: values.toReversed() })),
        { maxLength: 3 },
      ),
    })
    .map(scatterChart),
  histogram: fc
    .record({
      title: text,
      x: fc.record({ title: text }),
      series: fc.array(fc.record({ name: text, values: numbers }), { maxLength: 3 }),
    })
    .map(histogram),
  'interval chart': fc
    .record({
      title: text,
      value: fc.record({ title: text }),
      rowTitle: text,
      rows: fc.array(fc.record({ name: text, value: fc.option(number), low: number, high: number, note: text }), {
        maxLength: 6,
      }),
      mark: fc.constantFrom('dot' as const, 'bar' as const),
    })
    .map(intervalChart),
};

for (const [name, charts] of Object.entries(anyChart)) {
  test(`${name}: well-formed, without a hostile element or a number that is none, whatever names and values`, () => {
    fc.assert(
      fc.property(charts, (chart) => {
        const svg = chart.svg.toString();
        const drawn = new Set(assertWellFormed(svg));
        for (const element of drawn) {
          assert.ok(['svg', 'title', 'desc', 'g', 'path', 'text', 'circle', 'rect'].includes(element), element);
        }
        assert.doesNotMatch(svg.replace(/>[^<]*</g, '><'), /NaN|Infinity|undefined/);
        assertWellFormed(figure(chart, { caption: chart.title }).toString().trim());
        assertWellFormed(standaloneSvg(chart));
      }),
      { numRuns: 60 },
    );
  });
}

test('a chart says in words what it shows', () => {
  const { svg, description, table } = lineChart({
    title: 'Learning curve',
    x: { title: 'epoch', whole: true },
    y: { title: 'RMSE', unit: 'log mol/L' },
    series: [{ name: 'validation', points: [0.9, 0.5, 0.6].map((y, epoch) => ({ x: epoch + 1, y })) }],
  });
  assert.equal(
    description,
    'RMSE (log mol/L) by epoch, 1 line. validation: 0.9 at 1, 0.6 at 3; lowest 0.5 at 2, highest 0.9 at 1.',
  );
  assert.match(svg.toString(), /<svg[^>]* role="img"[^>]*><title>Learning curve<\/title><desc>RMSE/);
  assert.deepEqual(table, {
    header: ['epoch', 'RMSE (log mol/L)'],
    rows: [
      ['1', '0.9'],
      ['2', '0.5'],
      ['3', '0.6'],
    ],
  });
});

test('steps that hold back rise where they begin', () => {
  const points = [0, 1, 2].map((x) => ({ x, y: x }));
  const drawn = (shape: 'steps' | 'steps-back'): string =>
    lineChart({ title: 'Steps', x: { title: 'x' }, y: { title: 'y' }, series: [{ name: 'a', points, shape }] })
      .svg.toString()
      .match(/<path d="(M[^"]*)" stroke="[^"]*" stroke-width="2"/)![1]!;
  const first = (path: string): string[] => path.slice(1).split('L').slice(0, 2);
  const [[fromX, fromY], [toX, toY]] = first(drawn('steps-back')).map((each) => each.split(',')) as [
    string[],
    string[],
  ];
  assert.ok(fromX === toX && fromY !== toY, drawn('steps-back'));
  const [[, holdsFrom], [, holdsTo]] = first(drawn('steps')).map((each) => each.split(',')) as [string[], string[]];
  assert.equal(holdsFrom, holdsTo);
});

test('a gap breaks a line, and a lonely point becomes a dot', () => {
  const ys = [1, 2, null, 3, null, 4, 5];
  const points = ys.map((y, x) => ({ x, y }));
  const svg = lineChart({
    title: '',
    x: { title: '' },
    y: { title: '' },
    series: [{ name: 'a', points }],
  }).svg.toString();
  const [, path] = /<path d="([^"]*)"[^>]*stroke-width="2"/.exec(svg)!;
  assert.equal(path!.match(/M/g)!.length, 3);
  assert.equal(svg.match(/<circle/g)!.length, 1);
});

test('every value falls into exactly one bin', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1 }), (values) => {
      const edges = binEdges([{ name: '', values }], {}, 20);
      edges.slice(1).forEach((edge, at) => {
        assert.ok(edge > edges[at]!);
      });
      assert.equal(
        countIn(values, edges).reduce((sum, count) => sum + count, 0),
        values.length,
      );
    }),
  );
  assert.deepEqual(countIn([0, 1, 1.5, 2, 3], [0, 1, 2, 3]), [1, 2, 2]);
});

test('a thousand points at one position are drawn once', () => {
  const same = Array<number>(1000).fill(1);
  const { svg } = scatterChart({
    title: '',
    x: { title: '' },
    y: { title: '' },
    series: [{ name: '', x: same, y: same }],
  });
  assert.equal(svg.toString().match(/h0/g)!.length, 1);
});

test('a long name is cut where it stands and whole in its title', () => {
  const name = 'GraphSAM with the moving average of the perturbation gradient';
  const { svg } = intervalChart({ title: '', value: { title: '' }, rowTitle: '', rows: [{ name, value: 1 }] });
  assert.match(
    svg.toString(),
    /<title>GraphSAM with the moving average of the perturbation gradient<\/title>GraphSAM[^<]*\u2026</,
  );
  assert.ok(textWidth('WWWW') > textWidth('iiii'));
});

test('text in markup is escaped, markup in markup is not, and what XML forbids is replaced', () => {
  const inner = markup`<b>${'<&>"'}</b>`;
  assert.equal(
    markup`<i title="${'"'}">${[inner, 1]}${false}${undefined}</i>`.toString(),
    '<i title="&#34;"><b>&#60;&#38;&#62;&#34;</b>1</i>',
  );
  assert.equal(markup`${'a\u0000\ud800\tb\ufffe'}`.toString(), 'a\ufffd\ufffd\tb\ufffd');
});

test('parallel axes keep their width in a page, and the numbers of an axis lie above hundreds of lines', () => {
  const drawn = (axes: number, lines: number): string =>
    parallelChart({
      title: '',
      axes: Array.from({ length: axes }, (_, axis) => ({ name: `axis ${axis}` })),
      lines: Array.from({ length: lines }, (_, line) => ({ values: Array(axes).fill(line), isBest: line === 0 })),
    }).svg.toString();
  const [few, many] = [drawn(2, 3), drawn(12, 900)];
  assert.doesNotMatch(few, /max-width/);
  assert.match(many, /<svg[^>]* style="max-width: 1390px"/);
  assert.ok(many.lastIndexOf('stroke-opacity') < many.indexOf('<text'));
  const opacity = (svg: string): number => Number(/stroke-opacity="([\d.]+)"/.exec(svg)![1]);
  assert.ok(opacity(many) > 0 && opacity(many) < opacity(few) / 3, many.slice(0, 400));
});

test('settings that a sentence of a page names stand as code, other words in backquotes as they are', () => {
  const [setting, other] = ['`data.duplicates: merge <a>` makes one.', 'The `smiles` column.'];
  const list = String(warnings([setting, other]));
  const first = '<li><code>data.duplicates: merge &#60;a&#62;</code> makes one.</li>';
  assert.equal(list, `<ul class="warnings">${first}<li>The \`smiles\` column.</li></ul>`);
});
