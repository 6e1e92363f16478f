/** The prediction that knows no molecule: the mean label of the training part. What learns nothing from structures ends here. */
import { type Baseline, meanLabel } from './baseline.ts';

export const meanPredictor: Baseline = {
  name: 'mean',
  summary: 'The mean label of the training part, for classification the rate of class 1, whatever the molecule.',
  candidates: [{}],
  fit(data) {
    const center = meanLabel(data);
    return () => center;
  },
};
