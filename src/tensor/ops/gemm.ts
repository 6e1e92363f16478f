/** Product of two matrices, either of them transposed, in one pass: what linear maps and their gradients are made of. */
import { isReal } from '../element-type.ts';
import { apply, type Operator, shapeMismatch, type Tensor } from '../tensor.ts';

interface GemmAttributes {
  readonly transposeLeft: boolean;
  readonly transposeRight: boolean;
}

const gemmOperator: Operator<GemmAttributes> = {
  name: 'gemm',
  infer(inputs, { transposeLeft, transposeRight }) {
    const [left, right, shift] = inputs as [Tensor, Tensor, Tensor | undefined];
    if (left.shape.length !== 2 || right.shape.length !== 2) throw shapeMismatch('gemm', inputs, 'matrices are needed');
    const [rows, inner] = transposeLeft ? [left.shape[1]!, left.shape[0]!] : left.shape;
    const [innerRight, columns] = transposeRight ? [right.shape[1]!, right.shape[0]!] : right.shape;
    if (inner !== innerRight) throw shapeMismatch('gemm', inputs, `they do not fit (${inner} and ${innerRight})`);
    if (!isReal(left.type) || inputs.some(({ type }) => type !== left.type))
      throw shapeMismatch('gemm', inputs, 'one real type is needed');
    if (shift && (shift.shape.length !== 1 || shift.shape[0] !== columns)) {
      throw shapeMismatch('gemm', inputs, `the bias has to be [${columns}]`);
    }
    return [{ type: left.type, shape: [rows!, columns!] }];
  },
  derivative({ inputs: [left, right, shift], attributes: { transposeLeft, transposeRight } }, [gradient]) {
    const ofLeft = transposeLeft
      ? gemm(right!, gradient!, { transposeLeft: transposeRight, transposeRight: true })
      : gemm(gradient!, right!, { transposeRight: !transposeRight });
    const ofRight = transposeRight
      ? gemm(gradient!, left!, { transposeLeft: true, transposeRight: transposeLeft })
      : gemm(left!, gradient!, { transposeLeft: !transposeLeft });
    return shift ? [ofLeft, ofRight, gradient] : [ofLeft, ofRight];
  },
  lower: ({ inputs, attributes: { transposeLeft, transposeRight } }, emitter) => [
    emitter.emit(
      'Gemm',
      inputs.map((input) => emitter.name(input)),
      { transA: transposeLeft ? 1 : 0, transB: transposeRight ? 1 : 0 },
    ),
  ],
};

export interface GemmOptions {
  readonly transposeLeft?: boolean;
  readonly transposeRight?: boolean;
  /** Added to every row, [columns]. */
  readonly bias?: Tensor;
}

/** left: [rows, inner] or transposed, right: [inner, columns] or transposed; result [rows, columns]. */
export function gemm(left: Tensor, right: Tensor, options: GemmOptions = {}): Tensor {
  const { transposeLeft = false, transposeRight = false, bias } = options;
  return apply(gemmOperator, bias ? [left, right, bias] : [left, right], { transposeLeft, transposeRight });
}
