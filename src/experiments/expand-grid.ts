/** From grids to trainings: every configuration is checked before the first one starts. */

import { ConfigError, unknownName } from '../base/index.ts';
import { findBaseline } from '../baselines/index.ts';
import { datasets as knownDatasets } from '../data/index.ts';
import { overrideConfig, parseTrainConfig, type TrainConfigInput } from '../runs/index.ts';
import { type Cell, classical, folderName } from './cell.ts';
import type { Grid } from './grid.ts';
import { paperProtocol } from './paper-protocol.ts';

type Entry<Key extends 'datasets' | 'models' | 'optimizers' | 'splits'> = Grid[Key][number];

/**
 * where: the file or the command line, for messages. Throws ConfigError if two different trainings have the same name, and
 * for a name that is no known data set.
 */
export function expandGrids(grids: readonly Grid[], where: string): Cell[] {
  const cells = new Map<string, Cell>();
  for (const grid of grids) {
    for (const cell of expandGrid(grid, where)) {
      const other = cells.get(cell.name);
      if (other && JSON.stringify(other.config) !== JSON.stringify(cell.config)) {
        throw new ConfigError({
          code: 'given-twice',
          what: `two different trainings are called ${cell.name}`,
          where,
          advice: 'Give one of the data sets, models, optimizers or splits a `label` of its own.',
        });
      }
      cells.set(cell.name, cell);
    }
  }
  return [...cells.values()];
}

/** In the order in which results are wanted: all optimizers of a seed before the next seed. */
function* expandGrid(grid: Grid, where: string): Generator<Cell> {
  for (const dataset of grid.datasets) {
    checkName(dataset, where);
    for (const split of grid.splits) {
      for (const seed of grid.seeds) {
        for (const model of grid.models) {
          for (const optimizer of grid.optimizers)
            yield networkCell(grid, { dataset, model, optimizer, split, seed }, where);
        }
        for (const name of grid.baselines) yield baselineCell(grid, { dataset, split, seed }, name, where);
      }
    }
  }
}

/** Before the first training begins: each would fail by itself, after its process has started. */
function checkName({ name }: Entry<'datasets'>, where: string): void {
  const known = knownDatasets.map((entry) => entry.name);
  if (name === undefined || known.includes(name.toLowerCase())) return;
  const { what, advice } = unknownName('data set', name, known);
  const table = 'A table is named by its path, in a grid as { paths: [molecules.csv] }.';
  throw new ConfigError({ code: 'unknown-name', what, where, advice: `${advice} ${table}` });
}

interface GridPoint {
  readonly dataset: Entry<'datasets'>;
  readonly split: Entry<'splits'>;
  readonly seed: number;
}
type NetworkPoint = GridPoint & { readonly model: Entry<'models'>; readonly optimizer: Entry<'optimizers'> };

function networkCell(grid: Grid, point: NetworkPoint, where: string): Cell {
  const { model, optimizer, seed } = point;
  const { label: _model, ...modelSection } = model;
  const { label: _optimizer, schedule, ...optimizerSection } = optimizer;
  const wanted = {
    ...commonSections(grid, point),
    model: modelSection,
    optimizer: optimizerSection,
    schedule: { ...grid.schedule, ...schedule },
  } as TrainConfigInput;
  const input = grid.protocol === 'paper' ? overrideConfig(paperProtocol(wanted), wanted) : wanted;
  const labels = {
    dataset: labelOf(point.dataset),
    model: labelOf(model),
    optimizer: labelOf(optimizer),
    split: labelOf(point.split),
  };
  const config = parseTrainConfig(input, `${where}, ${Object.values(labels).join(', ')}`);
  return { ...labels, seed, name: folderName({ ...labels, seed }), config };
}

function baselineCell(grid: Grid, point: GridPoint, name: string, where: string): Cell {
  const { seed } = point;
  const baseline = findBaseline(name).name;
  const labels = {
    dataset: labelOf(point.dataset),
    model: classical,
    optimizer: baseline,
    split: labelOf(point.split),
  };
  const config = parseTrainConfig(
    commonSections(grid, point) as TrainConfigInput,
    `${where}, ${labels.dataset}, ${name}`,
  );
  return { ...labels, seed, name: folderName({ ...labels, seed }), config, baseline };
}

function commonSections(grid: Grid, { dataset, split, seed }: GridPoint): object {
  const { label: _dataset, name: datasetName, ...data } = dataset;
  const { label: _split, name: type, ...splitRest } = split;
  return {
    data: { ...(datasetName !== undefined && { dataset: datasetName }), ...data },
    split: { type, seed, ...splitRest },
    training: { seed, ...grid.training },
  };
}

/** `label`, else the name, else the first table's. */
function labelOf(entry: Readonly<Record<string, unknown>>): string {
  const [path] = (entry.paths as readonly string[] | undefined) ?? [];
  const fileName = path
    ?.split(/[\\/]/)
    .at(-1)
    ?.replace(/\.[^.]*(\.gz)?$/i, '');
  return (entry.label ?? entry.name ?? fileName ?? 'data') as string;
}
