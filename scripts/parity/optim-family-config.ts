/** The files' names of hyper-parameters and base rules, and ours. */
import type { OptimizerConfig } from '../../src/optim/optimizer.ts';

type Values = Readonly<Record<string, unknown>>;

export interface Base {
  readonly type: string;
  readonly lr?: number;
  readonly momentum?: number;
  readonly dampening?: number;
  readonly nesterov?: boolean;
  readonly weight_decay?: number;
  readonly betas?: readonly [number, number];
  readonly eps?: number;
  readonly amsgrad?: boolean;
}

export function optimizerConfig(
  algorithm: string,
  { base, hyper }: { readonly base: Base; readonly hyper: Values },
): OptimizerConfig {
  // Base rules of a kind of their own list their options among the hyper-parameters.
  const merged: Base & Values = base.lr === undefined ? { ...hyper, ...base } : { ...base };
  const rule = ruleOf(merged);
  const name = algorithm === 'graphsam-paper' ? 'graphsam' : algorithm;
  const alone = ['sgd', 'adam', 'adamw', 'adamomentum'].includes(name);
  return {
    name,
    hyperparameters: alone ? {} : (translations[name] ?? ((values) => values))(hyper),
    base: rule,
    schedule: { name: 'constant', learningRate: merged.lr! },
  };
}

function ruleOf(base: Base & Values): NonNullable<OptimizerConfig['base']> {
  const moments = { beta1: base.betas?.[0], beta2: base.betas?.[1], epsilon: base.eps, amsgrad: base.amsgrad };
  const weightDecay = base.weight_decay;
  switch (base.type) {
    case 'SGD':
    case 'MSAM':
      return {
        name: 'sgd',
        hyperparameters: { momentum: base.momentum, dampening: base.dampening, nesterov: base.nesterov, weightDecay },
      };
    case 'Adam':
      return { name: 'adam', hyperparameters: { ...moments, weightDecay } };
    case 'AdamW':
    case 'AdamW_MSAM':
      return { name: 'adamw', hyperparameters: { ...moments, weightDecay } };
    case 'AdaM3': {
      const decay = base.weight_decouple === false ? 'coupled' : base.fixed_decay ? 'fixed' : 'decoupled';
      return { name: 'adamomentum', hyperparameters: { ...moments, weightDecay, decay, rectify: base.rectify } };
    }
    default:
      throw new Error(`unknown base rule ${base.type}`);
  }
}

/** By method; what is not translated keeps its name. Small constants are ours anyway and dropped. */
const translations: Readonly<Record<string, (hyper: Values) => Values>> = {
  graphsam: ({ rho0, gamma, lambda, beta, anchor, schedule }) => ({
    ...{ rho: rho0, gamma, lambda, beta, anchor },
    smooth: schedule === 'continuous',
  }),
  sam: ({ rho, adaptive }) => ({ rho, adaptive }),
  asam: ({ rho, eta, adaptive_tensors }) => ({
    ...{ rho, eta },
    adaptiveTensors: (adaptive_tensors as boolean[]).every(Boolean) ? 'all' : 'weights',
  }),
  looksam: ({ rho, k, alpha, granularity }) => ({ rho, k, alpha, granularity }),
  esam: ({ rho, beta, gamma, selection }) => ({ rho, betaKeep: beta, gammaSelect: gamma, selection }),
  gsam: ({ alpha, rho_max, rho_min, adaptive, minimize_fp }) => ({
    ...{ alpha, rhoMax: rho_max, rhoMin: rho_min, rhoSchedule: 'linear' },
    adaptive: { none: 'none', w2: 'squared', abs_paper: 'absolute' }[adaptive as string],
    minimize: minimize_fp ? 'perturbed' : 'clean',
  }),
  'cr-sam': ({ rho, gamma, beta }) => ({ rho, gamma, beta }),
  msam: ({ rho }) => ({ rho }),
  rwp: ({ alpha, gamma, same_batch }) => ({ alpha, gamma, sameBatch: same_batch }),
  arwp: ({ sigma, inc, eta, beta }) => ({ sigma, inc, eta, beta }),
  'm-arwp': ({ sigma, eta, beta, lambda, same_batch }) => ({ sigma, eta, beta, lambda, sameBatch: same_batch }),
  gnm: ({ rho, sigma, variant, dis_mul, reweight_epoch }) => ({
    ...{ rho, sigma, variant, scale: dis_mul },
    reweightEpoch: reweight_epoch,
  }),
  saf: ({ lambda, tau, kl_start_epoch, kl_end_epoch, delta_epochs }) => ({
    ...{ lambda, tau, startEpoch: kl_start_epoch, endEpoch: kl_end_epoch, delta: delta_epochs },
  }),
  mesa: ({ lambda, tau, kl_start_epoch, kl_end_epoch, ema_decay }) => ({
    ...{ lambda, tau, startEpoch: kl_start_epoch, endEpoch: kl_end_epoch, decay: ema_decay },
  }),
  'fgsam-plus': ({ rho, lambda, k, alpha, variant, topology_norm }) => ({
    ...{ rho, lambda, k, alpha, variant },
    topologyNorm: variant === 'code' ? topology_norm : undefined,
  }),
};
