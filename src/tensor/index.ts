/** Symbolic tensors: operators, differentiation and lowering to ONNX. */
export { gradients, sumTo } from './differentiate.ts';
export { type ElementType, isReal, type RealType } from './element-type.ts';
export { type LowerOptions, lower, lowerToModel } from './lower.ts';
export { decodeModel } from './onnx/decode.ts';
export { encodeModel, readMetadata } from './onnx/encode.ts';
export { joinModels } from './onnx/join.ts';
export type { OnnxModel, OnnxTensor } from './onnx/model.ts';
export {
  type PackedGraph,
  type PackedPiece,
  type PackedSlice,
  packAs,
  packedInputs,
  packedOutputs,
  packedSize,
  packTransfers,
} from './onnx/pack-transfers.ts';
export { printModel } from './onnx/print.ts';
export { replaceOperators } from './onnx/replace-operators.ts';
export { type DecisionTree, treesNode } from './onnx/trees.ts';
export { type LoopLength, loopLengths, unrollScans } from './onnx/unroll-scan.ts';
export { abs } from './ops/abs.ts';
export { add } from './ops/add.ts';
export { broadcastTo } from './ops/broadcast-to.ts';
export { cast } from './ops/cast.ts';
export { equal, greater } from './ops/compare.ts';
export { concat } from './ops/concat.ts';
export { constant, scalar } from './ops/constant.ts';
export { divide } from './ops/divide.ts';
export { erf } from './ops/erf.ts';
export { exp } from './ops/exp.ts';
export { fill, filledWith } from './ops/fill.ts';
export { gemm } from './ops/gemm.ts';
export { gruRecurrence } from './ops/gru-recurrence.ts';
export { input } from './ops/input.ts';
export { l2Norm } from './ops/l2-norm.ts';
export { log } from './ops/log.ts';
export { logSoftmax } from './ops/log-softmax.ts';
export { matmul } from './ops/matmul.ts';
export { maximum } from './ops/maximum.ts';
export { minimum } from './ops/minimum.ts';
export { mish } from './ops/mish.ts';
export { multiply } from './ops/multiply.ts';
export { negate } from './ops/negate.ts';
export { permuteRows } from './ops/permute-rows.ts';
export { prelu } from './ops/prelu.ts';
export { relu } from './ops/relu.ts';
export { reshape } from './ops/reshape.ts';
export { scatterAdd } from './ops/scatter-add.ts';
export { segmentMax } from './ops/segment-max.ts';
export { segmentSum, spreadSegments } from './ops/segment-sum.ts';
export { select } from './ops/select.ts';
export { sigmoid } from './ops/sigmoid.ts';
export { sign } from './ops/sign.ts';
export { slice } from './ops/slice.ts';
export { softmax } from './ops/softmax.ts';
export { split } from './ops/split.ts';
export { sqrt } from './ops/sqrt.ts';
export { standardizeRows } from './ops/standardize-rows.ts';
export { step } from './ops/step.ts';
export { stopGradient } from './ops/stop-gradient.ts';
export { subtract } from './ops/subtract.ts';
export { sum } from './ops/sum.ts';
export { takeRows } from './ops/take-rows.ts';
export { tanh } from './ops/tanh.ts';
export { swapLastAxes, transpose } from './ops/transpose.ts';
export { type Dim, dimProduct, type Shape } from './shape.ts';
export { resolveShape, type SymbolSource, symbolSources } from './symbols.ts';
export type { Tensor, TensorType } from './tensor.ts';
