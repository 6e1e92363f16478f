import assert from 'node:assert/strict';
import { after, before, describe, it, test } from 'node:test';
import fc from 'fast-check';
import { assertClose } from '../../test/assert-close.ts';
import { CheckpointError } from '../base/errors.ts';
import { RandomStream } from '../base/random.ts';
import { type Chemistry, isRejection, type Molecule } from '../chem/index.ts';
import { loadChemistry } from '../chem/rdkit.node.ts';
import { models } from '../models/index.ts';
import { smallConfig } from '../models/small-network.test.helper.ts';
import { openSession } from '../objective/open-session.ts';
import { loadRuntime } from '../runtime/onnxruntime.node.ts';
import { regression } from '../tasks/index.ts';
import { contributionColors } from './contribution-colors.ts';
import { drawContributions } from './contribution-drawing.ts';
import { fragmentsOf } from './fragments.ts';
import { type GatedNetwork, openGatedNetwork } from './gated-network.ts';
import { gaussLegendre } from './gauss-legendre.ts';
import { integratedGradients } from './integrated-gradients.ts';
import { insideParts, shapleyValues, valuesOfParts } from './shapley.ts';

const smiles = ['CC(=O)Oc1ccccc1C(=O)O', 'CCN', 'C', 'O=S(=O)(N)c1ccc(F)cc1'];
let chemistry: Chemistry;
const runtime = await loadRuntime();

function read(text: string): Molecule {
  const molecule = chemistry.parse(text);
  assert.ok(!isRejection(molecule), text);
  return molecule;
}

before(async () => {
  chemistry = await loadChemistry();
});

test('Gauss-Legendre integrates polynomials of degree 2 n - 1 exactly', () => {
  for (const count of [1, 2, 5, 16, 128]) {
    const { points, weights } = gaussLegendre(count);
    const degree = Math.min(2 * count - 1, 40);
    const integral = points.reduce((sum, point, index) => sum + weights[index]! * point ** degree, 0);
    assertClose([integral], [1 / (degree + 1)], { relative: 1e-12 });
  }
});

test('Shapley values of any game sum to the value of all, and a player that adds the same to all gets that', () => {
  const game = fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 16, maxLength: 16 });
  fc.assert(
    fc.property(game, fc.double({ min: -3, max: 3, noNaN: true }), (values, gain) => {
      const withFifth = [...values, ...values.map((value) => value + gain)];
      const found = valuesOfParts(withFifth, 5);
      assertClose([found[4]!], [gain], { absolute: 1e-9 });
      assertClose([found.reduce((sum, each) => sum + each, 0)], [withFifth.at(-1)! - withFifth[0]!], {
        absolute: 1e-9,
      });
    }),
  );
  // A glove game: player 0 has a left one, 1 and 2 a right one each.
  assertClose([...valuesOfParts([0, 0, 0, 1, 0, 1, 0, 1], 3)], [4 / 6, 1 / 6, 1 / 6], { absolute: 1e-12 });
});

test('the contributions of the atoms of a part add up to its value and differ as before', () => {
  const partOf = Int32Array.of(0, 1, 1, 0, 1);
  const found = insideParts(Float64Array.of(4, -1), Float64Array.of(1, 2, 3, 5, 4), partOf);
  assertClose([...found], [0, -4 / 3, -1 / 3, 4, 2 / 3], { absolute: 1e-12 });
});

test('a molecule is cut into connected parts, at most ten, with rings and groups whole', () => {
  assert.deepEqual([...fragmentsOf(read('CCO'))], [0, 1, 2]);
  const parts = fragmentsOf(read('CC(=O)Oc1ccccc1C(=O)O'));
  assert.equal(new Set(parts.slice(4, 10)).size, 1, 'the ring is one part');
  assert.equal(parts[1], parts[2], 'a carbonyl is one part');
  const long = fragmentsOf(read('CC(C)CC(NC(=O)C(CO)NC(=O)C(Cc1ccccc1)NC(=O)CN)C(=O)NC(CS)C(=O)O'));
  assert.equal(Math.max(...long), 9);
  assert.ok(Math.max(...fragmentsOf(read('[Na+].[Na+].CCCCCCCCCCCCCCC(=O)[O-]'))) <= 9);
});

test('discs are red for what raises and blue for what lowers, and atoms that do nothing have none', () => {
  const svg = drawContributions(chemistry, { smiles: 'CCO', contributions: [1, 0.01, -1] })!;
  const discs = [...svg.matchAll(/<ellipse [^>]*class='atom-(\d)'[^>]*fill:#([0-9A-F]{2})[0-9A-F]{2}([0-9A-F]{2})/g)];
  assert.deepEqual(
    discs.map(([, atom]) => atom),
    ['0', '2'],
  );
  const [raises, lowers] = discs.map(([, , red, blue]) => Number.parseInt(red!, 16) - Number.parseInt(blue!, 16));
  assert.ok(raises! > 50 && lowers! < -50, `${raises} ${lowers}`);
  assert.equal(contributionColors([0, Number.NaN], 1).size, 0);
});

test('weights that are missing and weights of another size are refused, each in its own words', async () => {
  const [model] = models;
  const config = smallConfig(model!);
  const [one, two] = [['a'], ['a', 'b']].map((taskNames) => regression.head({ taskNames }));
  const features = [model!.featurize(read('CCO'))];
  const common = { ...{ model: model!, config, runtime, threads: 1 }, where: 'the test' };
  const session = openSession({
    ...{ ...common, head: one!, tasks: 1, loss: regression.losses[0], dropoutRate: 0, features, type: 'float32' },
  });
  const bytes = session.exportOnnx(new Float32Array(session.layout.size), { any: 'thing' });
  await session.release();
  const larger = openGatedNetwork(bytes, { ...common, head: two!, outputs: 2 });
  await assert.rejects(larger, (error) => isOtherModel(error, /\(\S+ has another size: \d+ numbers, not \d+\)/));
  const prefixed = openGatedNetwork(bytes, { ...common, head: one!, outputs: 1, prefix: 'member_0.' });
  await assert.rejects(prefixed, (error) => isOtherModel(error, /\(member_0\.\S+ is missing\)/));
});

function isOtherModel(error: unknown, what: RegExp): boolean {
  assert.ok(error instanceof CheckpointError && error.code === 'other-model', String(error));
  assert.match(error.what, what);
  return true;
}

for (const model of models) {
  describe(`the gates of ${model.name}`, () => {
    const config = smallConfig(model);
    const weights = [0.5, 0, -2];
    let network: GatedNetwork;
    let features: unknown[];
    let plain: Float32Array;
    const full = (index: number): Float32Array => new Float32Array(read(smiles[index]!).atoms.length).fill(1);
    before(async () => {
      features = smiles.map((text) => model.featurize(read(text)));
      const common = {
        model,
        config,
        tasks: 3,
        head: regression.head({ taskNames: ['a', 'b', 'c'] }),
        runtime,
        threads: 1,
      };
      const type = 'float32' as const;
      const session = openSession({ ...common, loss: regression.losses[0], dropoutRate: 0, features, type });
      const stream = new RandomStream(5, 'weights');
      const random = Float32Array.from({ length: session.layout.size }, () => 0.3 * stream.normal());
      plain = Float32Array.from(await session.predict(random, [0, 1, 2, 3]));
      const bytes = session.exportOnnx(random, { any: 'thing' });
      await session.release();
      network = await openGatedNetwork(bytes, { ...common, outputs: 3, where: 'the test' });
    });
    after(() => network.release());

    it('change nothing when they are open', async () => {
      const raw = await network.outputs(features.map((each, index) => ({ features: each, gates: full(index) })));
      assertClose(raw, plain, { absolute: 1e-4 });
    });

    it('hide all features of atoms when they are closed: molecules with the same bonds are then the same', async () => {
      const pair = ['CCO', 'CNF'].map((text) => model.featurize(read(text)));
      const outputs = async (gate: number): Promise<number[]> => {
        const gates = [gate, gate, gate];
        return [...(await network.outputs(pair.map((each) => ({ features: each, gates }))))];
      };
      const [shown, hidden] = [await outputs(1), await outputs(0)];
      assertClose(hidden.slice(0, 3), hidden.slice(3), { absolute: 1e-6 });
      assert.throws(() => assertClose(shown.slice(0, 3), shown.slice(3), { absolute: 1e-3 }));
    });

    it('have the derivative that differences have', async () => {
      const gates = full(0).map((_, atom) => 0.3 + 0.05 * atom);
      const { gradients } = await network.gradients([{ features: features[0], gates }], weights);
      const at = async (atom: number, shift: number): Promise<number> => {
        const moved = gates.map((gate, index) => (index === atom ? gate + shift : gate));
        const raw = await network.outputs([{ features: features[0], gates: moved }]);
        return weights.reduce((sum, weight, output) => sum + weight * raw[output]!, 0);
      };
      for (const atom of [0, 4, 9]) {
        const measured = ((await at(atom, 0.01)) - (await at(atom, -0.01))) / 0.02;
        assertClose([gradients[0]![atom]!], [measured], { absolute: 0.03 * Math.max(1, Math.abs(measured)) });
      }
    });

    it('give contributions that add up to the prediction less the baseline, and say what was shared out', async () => {
      for (const index of [0, 2, 3]) {
        const atoms = full(index).length;
        const molecule = { features: features[index], atoms, partOf: fragmentsOf(read(smiles[index]!)) };
        const found = [
          await integratedGradients(network, molecule, weights),
          await shapleyValues(network, molecule, weights),
        ];
        for (const { prediction, baseline, contributions, residual } of found) {
          const sum = contributions.reduce((total, each) => total + each, 0);
          assertClose([sum], [prediction - baseline], { absolute: 1e-4 });
          assert.ok(Math.abs(residual) <= 0.02 * Math.max(1, Math.abs(prediction - baseline)), `${residual} is left`);
          assertClose([prediction], [0.5 * plain[3 * index]! - 2 * plain[3 * index + 2]!], { absolute: 1e-3 });
        }
        assertClose([found[0]!.baseline], [found[1]!.baseline], { absolute: 1e-4 });
        const [ofAtoms, ofParts] = found.map(({ contributions }) => contributions) as [Float64Array, Float64Array];
        const moved = ofParts.map((each, atom) => each - ofAtoms[atom]!);
        const firstOfPart = molecule.partOf.map((part) => molecule.partOf.indexOf(part));
        if (atoms > 10)
          assertClose(
            moved,
            [...firstOfPart].map((atom) => moved[atom]!),
            { absolute: 1e-6 },
          );
      }
    });
  });
}
