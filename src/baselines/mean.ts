/** The prediction that knows no molecule: the mean label of the training part. What learns nothing from structures ends here. */
import { mean } from '../base/index.ts';
import type { Baseline } from './baseline.ts';

export const meanPredictor: Baseline = {
  name: 'mean',
  summary: 'The mean label of the training part, for classification the rate of class 1, whatever the molecule.',
  candidates: [{}],
  fit({ labels }) {
    const center = mean(labels);
    return () => center;
  },
};
