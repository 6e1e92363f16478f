/** What can be asked of the worker that predicts. */
import type { OpenedModel, PredictionSummary, StructurePrediction, TableFile, TablePrediction } from '../protocol.ts';

interface Call<Input, Result, News = never> {
  readonly input: Input;
  readonly result: Result;
  readonly news: News;
}

export interface PredictionCalls {
  readonly open: Call<{ readonly file: TableFile; readonly threads: number }, OpenedModel>;
  readonly close: Call<{ readonly model: number }, undefined>;
  readonly predict: Call<{ readonly model: number; readonly smiles: readonly string[] }, StructurePrediction[]>;
  readonly predictTable: Call<
    {
      readonly model: number;
      readonly file: TableFile;
      readonly smilesColumn: string | undefined;
      readonly header: boolean;
    },
    TablePrediction,
    PredictionSummary
  >;
}
