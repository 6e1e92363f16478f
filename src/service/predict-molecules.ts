/** A list of SMILES of a request, through the queue and within its deadline. */
import type { StructurePrediction } from '../predict/index.ts';
import { type AskedModel, askedModel } from './asked-model.ts';
import { deadline } from './deadline.ts';
import type { ServedModel } from './model-registry.ts';
import { Problem } from './problem.ts';
import type { BodyLimits } from './request-body.ts';
import type { Service } from './service.ts';

export interface Asked extends AskedModel {
  readonly smiles: readonly string[];
}

export interface Answered {
  readonly served: ServedModel;
  readonly predictions: readonly StructurePrediction[];
}

/** read: what is asked, from the body. Throws Problems. */
export async function predictMolecules<Body extends Asked>(
  service: Service,
  request: Request,
  read: (limits: BodyLimits) => Promise<Body>,
): Promise<Body & Answered> {
  const { deadlineSeconds, maxBodyMb, maxMolecules } = service.options;
  const { signal, end } = deadline(deadlineSeconds, request.signal);
  try {
    const asked = await read({ maxBytes: maxBodyMb * 1e6, idleMs: deadlineSeconds * 1000, signal });
    const { smiles } = asked;
    const { model, version } = askedModel(request, asked);
    if (smiles.length > maxMolecules) {
      throw new Problem(
        'too-large',
        `${smiles.length} molecules, at most ${maxMolecules} at a time; send a table to /predict`,
      );
    }
    const lease = service.models.lease(model, version);
    try {
      service.queue.refuseIfFull();
      const predictions = await service.queue.predict(lease.model.id, smiles, signal);
      countMolecules(service, lease.model, predictions);
      return { ...asked, served: lease.model, predictions };
    } finally {
      lease.end();
    }
  } finally {
    end();
  }
}

export function countMolecules(
  { metrics }: Service,
  { name, version }: ServedModel,
  predictions: readonly StructurePrediction[],
): void {
  const failed = predictions.filter(({ values }) => values === undefined).length;
  metrics.molecules.inc({ model: name, version, outcome: 'predicted' }, predictions.length - failed);
  metrics.molecules.inc({ model: name, version, outcome: 'reason' }, failed);
}
