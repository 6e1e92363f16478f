/**
 * Compiled with the page and never run: a program whose modules a bundler resolves finds what the package has for browsers and for Node.
 * The first call is that of docs/library.md.
 */
import rdkit from '@rdkit/rdkit/RDKit_minimal.wasm?url';
import {
  loadChemistry,
  loadPredictor,
  loadRuntime,
  loadWebGpuRuntime,
  type PredictRunResult,
  type PretrainResult,
  predictRun,
  pretrainRun,
  trainRun,
} from 'graphsam';
import { landscapeOfRuns } from 'graphsam/analysis';
import * as chem from 'graphsam/chem';
import { openTable } from 'graphsam/data';
import { compare } from 'graphsam/experiments';
import { explainRun } from 'graphsam/explain';
import * as predict from 'graphsam/predict';
import { resumePretraining } from 'graphsam/pretraining';
import { writeReport } from 'graphsam/report';
import { openRunFolder } from 'graphsam/runs';
import * as runtime from 'graphsam/runtime';
import { resumeRun } from 'graphsam/training';
import onnxruntime from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';

const files = { wasm: onnxruntime };

export const inBrowsers = [
  () => loadPredictor('model.onnx', { rdkit, onnxruntime }),
  () => predict.loadPredictor('model.onnx', { rdkit, onnxruntime, withApplicability: true }),
  () => [loadChemistry(rdkit), chem.loadChemistry(rdkit)],
  () => [loadRuntime({ files, threads: 1 }), runtime.loadRuntime({ files, threads: 1 })],
  () => [loadWebGpuRuntime({ files, threads: 1 }), runtime.loadWebGpuRuntime({ files, threads: 1 })],
];
export const inNode = [
  () => [loadPredictor('runs/solubility'), predict.loadPredictor('runs/solubility', { backend: 'native' })],
  () => [chem.loadChemistry(), runtime.loadRuntime()],
  [trainRun, landscapeOfRuns, openTable, compare, explainRun, resumePretraining, writeReport, openRunFolder, resumeRun],
];
/** What a function gives has a name beside it. */
export const named: readonly [
  (...given: Parameters<typeof predictRun>) => Promise<PredictRunResult>,
  (...given: Parameters<typeof pretrainRun>) => Promise<PretrainResult>,
] = [predictRun, pretrainRun];
