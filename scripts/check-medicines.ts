/** Checks assets/medicines.csv: every structure, and every label against the bbbp table where that is present. */
import { loadChemistry } from '../src/chem/rdkit.node.ts';
import { checkStructures, checkTable } from './medicines/check-rows.ts';
import { compareLabels, findPermeations, type LabelComparison } from './medicines/compare-labels.ts';
import { readExpected, readLabelDifferences, readMedicines } from './medicines/read.ts';
import { loadStereoLabels } from './medicines/stereo-labels.node.ts';

const [chemistry, stereoLabels] = [await loadChemistry(), await loadStereoLabels()];
const [medicines, expected] = [await readMedicines(), await readExpected()];
const positives = medicines.filter(({ cns }) => cns === '1').length;
const withStereo = expected.filter(({ stereo }) => stereo !== '').length;
console.log(
  `${medicines.length} medicines: ${positives} act in the central nervous system, ${medicines.length - positives} do not`,
);
const problems = [...checkTable(medicines, expected), ...checkStructures(medicines, expected, chemistry, stereoLabels)];
console.log(`${expected.length} formulas compared; stereo labels compared, ${withStereo} medicines have any`);

const permeations = await findPermeations();
if (permeations) {
  const comparison = compareLabels(medicines, permeations.rows, await readLabelDifferences(), chemistry);
  show(permeations.path, comparison);
  problems.push(...comparison.problems);
} else {
  console.log('skipped: labels against bbbp.csv, not found (GRAPHSAM_DATA_DIR names its folder)');
}

for (const problem of problems) console.error(problem);
console.log(`${problems.length} problems`);
process.exitCode = problems.length === 0 ? 0 : 1;

function show(path: string, comparison: LabelComparison): void {
  const { found, agree, actWithoutPermeating, permeateWithoutActing, undecided } = comparison;
  console.log(`${path}: ${found} of the medicines found, ${agree} with the same label`);
  list('cns 1, p_np 0', actWithoutPermeating);
  list('cns 0, p_np 1', permeateWithoutActing);
  list('p_np both 0 and 1', undecided);
}

function list(what: string, names: readonly string[]): void {
  console.log(`  ${what}: ${names.length}${names.length > 0 ? ` (${names.join(', ')})` : ''}`);
}
