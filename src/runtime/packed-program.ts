/** A Program whose weights and gradients travel together (tensor/onnx/pack-transfers.ts); the caller sees them one by one. */
import { RunError } from '../base/index.ts';
import { type PackedGraph, type PackedPiece, packedInputs, packedOutputs, packedSize } from '../tensor/index.ts';
import type { Feeds, Program, Value } from './program.ts';
import { checkNames } from './session-program.ts';

/**
 * program: of the packed graph. names: inputs and outputs before it was packed. Memory for what travels is kept for the next run; runs that
 * overlap have some of their own.
 */
export function packedProgram(
  program: Program,
  { inputs, outputs }: Pick<PackedGraph, 'inputs' | 'outputs'>,
  names: { readonly name: string; readonly inputNames: readonly string[]; readonly outputNames: readonly string[] },
): Program {
  const there = new Memory(packedSize(inputs));
  const back = new Memory(packedSize(outputs));
  return {
    inputNames: names.inputNames,
    outputNames: names.outputNames,
    async run(feeds, into = {}) {
      checkNames(names.name, feeds, into, names);
      const [sent, received] = [there.take(), back.take()];
      try {
        const others = { feeds: without(feeds, inputs), into: without(into, outputs) };
        const results = await program.run(
          inputs.length === 0
            ? others.feeds
            : { ...others.feeds, [packedInputs]: filled(sent, inputs, feeds, names.name) },
          outputs.length === 0 ? others.into : { ...others.into, [packedOutputs]: received },
        );
        const unpacked = outputs.map((piece) => [piece.name, delivered(piece, received, into[piece.name])] as const);
        const { [packedOutputs]: _packed, ...rest } = results;
        return { ...rest, ...Object.fromEntries(unpacked) };
      } finally {
        there.giveBack(sent);
        back.giveBack(received);
      }
    },
    release: () => program.release(),
  };
}

/** Vectors of one length, used again: a new one would be paged in at each step. */
class Memory {
  readonly #length: number;
  readonly #free: Value[] = [];

  constructor(length: number) {
    this.#length = length;
  }

  take(): Value {
    return this.#free.pop() ?? { type: 'float32', dims: [this.#length], data: new Float32Array(this.#length) };
  }

  giveBack(value: Value): void {
    this.#free.push(value);
  }
}

function without(values: Feeds, pieces: readonly PackedPiece[]): Feeds {
  const packed = new Set(pieces.map(({ name }) => name));
  return Object.fromEntries(Object.entries(values).filter(([name]) => !packed.has(name)));
}

function filled(memory: Value, pieces: readonly PackedPiece[], feeds: Feeds, where: string): Value {
  for (const { name, offset, size, dims } of pieces) {
    const { data } = feeds[name]!;
    if (data.length !== size) {
      throw new RunError({
        code: 'computation-inputs',
        what: `${name} is of ${data.length} numbers, expected [${dims.join(', ')}]`,
        where: `inputs of ${where}`,
      });
    }
    (memory.data as Float32Array).set(data as Float32Array, offset);
  }
  return memory;
}

/** In the caller's memory if there is some for it. */
function delivered({ offset, size, dims }: PackedPiece, { data }: Value, target: Value | undefined): Value {
  const piece = (data as Float32Array).subarray(offset, offset + size);
  if (!target) return { type: 'float32', dims, data: piece.slice() };
  (target.data as Float32Array).set(piece);
  return target;
}
