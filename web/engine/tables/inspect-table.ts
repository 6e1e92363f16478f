/** Reads tables whole, as a training would, and says what is in them. */
import {
  allRows,
  type CallContext,
  chooseColumns,
  type DataSource,
  type Dataset,
  findDuplicates,
  findTask,
  isRejection,
  type LoadedDataset,
  loadFiles,
  mean,
  parseTrainConfig,
  populationDeviation,
  rejectsCsv,
  type Table,
  type TrainConfig,
  unscaled,
} from '../../../src/index.web.ts';
import {
  type ColumnReport,
  type DuplicateReport,
  type LabelReport,
  type PreviewRow,
  rejectsShown,
  type TableFile,
  type TableOptions,
  type TableReport,
} from '../protocol.ts';
import { openChemistry } from '../site-files.ts';
import { glanceColumns } from './glance-table.ts';
import { classHistogram, countHistogram, histogram, rangeOf } from './histogram.ts';
import { openSource } from './open-files.ts';

const previewRows = 8;
const shownDuplicates = 5;

/** files: none means the example. Throws DataError and ConfigError where nothing can be learned from them. */
export async function inspectTable(
  files: readonly TableFile[],
  options: TableOptions,
  { onEvent, signal }: CallContext<number>,
): Promise<TableReport> {
  const config = parseTrainConfig({ data: options }, 'the settings');
  const chemistry = await openChemistry();
  const source = await openSource(files, config);
  const load = loadOptions(config.data, source);
  const loaded = await loadFiles(source.tables, chemistry, {
    ...load,
    onProgress: (rows) => {
      signal.throwIfAborted();
      onEvent(rows);
    },
  });
  const columns = await describeColumns(() => firstTable(files, config), load);
  return report(loaded, source.tables[0]!, { columns, options });
}

type LoadOptions = Parameters<typeof loadFiles>[2] & object;

function loadOptions({ labelMap, ...data }: TrainConfig['data'], { targets }: DataSource): LoadOptions {
  const { header: _header, paths: _paths, dataset: _dataset, folder: _folder, ...options } = data;
  return {
    ...options,
    ...(targets && { targetColumns: options.targetColumns ?? targets }),
    ...(labelMap && { labelMap: new Map(Object.entries(labelMap)) }),
  };
}

async function firstTable(files: readonly TableFile[], config: TrainConfig): Promise<Table> {
  return (await openSource(files.slice(0, 1), config)).tables[0]!;
}

async function describeColumns(open: () => Promise<Table>, options: LoadOptions): Promise<ColumnReport[]> {
  const chemistry = await openChemistry();
  const glances = await glanceColumns(await open());
  const table = await open();
  const { sample } = await allRows(table);
  const isMolecule = (smiles: string): boolean => !isRejection(chemistry.parse(smiles));
  const { smiles, targets, splits } = chooseColumns(table, options, {
    sample,
    isMolecule,
    labelMap: options.labelMap,
    areNames: options.taskType !== undefined && findTask(options.taskType).labels.areNames,
  });
  return glances.map((glance, column) => {
    if (column === smiles) return { ...glance, role: 'smiles' };
    if (targets.includes(column)) return { ...glance, role: 'target' };
    return { ...glance, role: column === splits ? 'splits' : 'ignored' };
  });
}

function report(
  { dataset, rejects, notes, warnings }: LoadedDataset,
  table: Table,
  { columns, options }: { readonly columns: ColumnReport[]; readonly options: TableOptions },
): TableReport {
  const atoms = dataset.molecules.map((molecule) => molecule.atoms.length);
  const sorted = [...atoms].sort((a, b) => a - b);
  return {
    name: dataset.name,
    format: table.format,
    delimiter: table.delimiter,
    known: dataset.known,
    columns,
    taskType: dataset.taskType,
    tasks: dataset.taskNames,
    tableLength: dataset.tableLength,
    molecules: dataset.smiles.length,
    rejects: rejects.slice(0, rejectsShown),
    rejected: rejects.length,
    rejectsCsv: new Blob([rejectsCsv(rejects)], { type: 'text/csv' }),
    labels: dataset.taskNames.map((_, task) => describeLabels(dataset, task, options)),
    sizes: { largest: sorted.at(-1)!, median: sorted[sorted.length >> 1]!, histogram: countHistogram(atoms) },
    duplicates: describeDuplicates(dataset),
    notes,
    warnings,
    preview: dataset.smiles.slice(0, previewRows).map((smiles, row): PreviewRow => {
      const tasks = dataset.taskNames.length;
      const labels = [...dataset.targets.subarray(row * tasks, (row + 1) * tasks)].map((label, task) => {
        return dataset.classes?.[task]?.[label] ?? dataset.labelWords?.[task]?.[label] ?? label;
      });
      return { line: dataset.lines[row]!, smiles, atoms: atoms[row]!, labels };
    }),
  };
}

function describeLabels(dataset: Dataset, task: number, options: TableOptions): LabelReport {
  const { targets, taskNames, targetColumns = taskNames, taskType, classes, labelWords } = dataset;
  const tasks = taskNames.length;
  const all = Array.from({ length: targets.length / tasks }, (_, row) => targets[row * tasks + task]!);
  const values = Float64Array.from(all.filter((value) => !Number.isNaN(value)));
  const column = targetColumns[task]!;
  const common = { task: taskNames[task]!, column, labeled: values.length, missing: all.length - values.length };
  const { summarize, classCounts } = findTask(taskType).labels;
  const counts = classCounts({ ...summarize(values, classes?.[task]), labeled: values.length });
  if (counts) {
    const named = counts.map((count, label) => ({
      name: classes?.[task]?.[label] ?? labelWords?.[task]?.[label] ?? String(label),
      count,
    }));
    return { ...common, classes: named, histogram: classHistogram(counts) };
  }
  if (values.length === 0) return { ...common, histogram: histogram(values) };
  const [least, most] = rangeOf(values);
  const others = {
    ...(options.targetTransform && { measured: histogram(unscaled(values, options)) }),
    ...(!options.targetTransform && least > 0 && { logarithms: histogram(values.map(Math.log10)) }),
  };
  return {
    ...common,
    mean: mean(values),
    std: populationDeviation(values),
    least,
    most,
    histogram: histogram(values),
    ...others,
  };
}

function describeDuplicates(dataset: Dataset): DuplicateReport {
  const groups = findDuplicates(dataset);
  const contradictory = groups.filter((group) => group.contradictory);
  // Contradictions first: they are what someone should look at.
  const examples = [...contradictory, ...groups.filter((group) => !group.contradictory)].slice(0, shownDuplicates);
  return {
    same: groups.length - contradictory.length,
    contradictory: contradictory.length,
    examples: examples.map(({ rows, contradictory }) => ({
      lines: rows.map((row) => dataset.lines[row]!),
      smiles: dataset.smiles[rows[0]!]!,
      contradictory,
    })),
  };
}
