import { defineEra, type LegalSetting, type PrecheckPins } from './defineEra.js';

const CONFIG = 'config/quasar.json';
const SERVICE = 'validator service (round processing)';
const SINGLE = 'single_eval.py';
const CODE = 'coordination planner';

const AXIS_WEIGHTS = {
  on_policy_rkl: 0.35,
  kl: 0.15,
  capability: 0.25,
  length: 0.1,
  degeneracy: 0.15,
  judge_probe: 0.15,
  math_bench: 0.14,
  code_bench: 0.14,
  reasoning_bench: 0.1,
  ifeval_bench: 0.07,
  aime_bench: 0.1,
  mbpp_bench: 0.08,
  tool_use_bench: 0.06,
  long_context_bench: 0.04,
  robustness_bench: 0.07,
  reasoning_density: 0.05,
  chat_turns_probe: 0.08,
} as const;

/** The 48 config keys of rule 15 (rule: architecture pins, docs/methodology.md). */
const PINS: PrecheckPins = {
  architecture: {
    model_type: 'quasar',
    vocab_size: 248320,
    d_model: 1536,
    n_heads: 12,
    n_layers: 24,
    d_ff: 4096,
    head_dim: 128,
    num_shared_experts: 1,
    num_routed_experts: 64,
    top_k: 4,
    shared_expert_size: 3072,
    routed_expert_size: 256,
    quasar_layers: 4,
    gated_layers: 2,
    dense_input_layers: 4,
    max_seq_len: 16384,
    dropout: 0,
    rms_norm_eps: 1e-6,
    initializer_range: 0.02,
    use_cache: true,
    tie_word_embeddings: false,
    use_gla_first: false,
    use_short_conv: true,
    conv_size: 4,
    conv_bias: false,
    allow_neg_eigval: false,
    attn_mode: 'chunk',
    expand_k: 0.5,
    expand_v: 1,
    gla_mode: 'chunk',
    memory_slots: 128,
    memory_dim: 128,
    moe_type: 'bigmac',
    bigmac_r: 0.25,
    moe_z_loss_coeff: 1e-4,
    moe_aux_loss_coeff: 1e-4,
    smebu_kappa: 2,
    smebu_lambda: 2e-3,
    smebu_beta: 0.5,
    num_loops: 1,
    use_looped_injection: false,
    looped_injection_init: 0.1,
    rope_theta: 1e6,
    hidden_act: 'silu',
    residual_scale: 0.1,
    bos_token_id: 1,
    eos_token_id: 2,
    auto_map: {
      AutoConfig: 'configuration_quasar.QuasarConfig',
      AutoModelForCausalLM: 'modeling_quasar.QuasarForCausalLM',
    },
  },
  vocabSize: 248320,
  minWeightBytes: 500_000_000,
  maxWeightBytes: 7_700_000_000,
  maxParamsBillion: 3.5,
  estimatedParamsBillion: 3.14351616,
  allowedPythonFiles: ['__init__.py', 'configuration_quasar.py', 'modeling_quasar.py'],
};

/**
 * Operator settings that rounds of this era may have run with. The gates that read the floor, the maximum KL and the
 * number of prompts combine, so these three are crossed; the reserve moves only the row.
 */
function settings(): LegalSetting[] {
  const floors = [null, 0.2];
  const limits = [null, 2, 2.1, 6.3];
  const counts = [null, 150];
  const all: LegalSetting[] = [];
  for (const prompts of counts)
    for (const qualityFloor of floors)
      for (const maxKl of limits) {
        const names = [
          qualityFloor === null ? '' : `floor-${qualityFloor.toFixed(2)}`,
          maxKl === null ? '' : `max-kl-${maxKl.toFixed(1)}`,
          prompts === null ? '' : `prompts-${prompts}`,
        ].filter((name) => name !== '');
        all.push({
          id: names.length === 0 ? 'default' : names.join('+'),
          changes: {
            ...(qualityFloor === null ? {} : { qualityFloor }),
            ...(maxKl === null ? {} : { maxKl }),
            ...(prompts === null ? {} : { prompts }),
          },
          movesCrown: names.length > 0,
        });
      }
  const changed = (setting: LegalSetting) => Object.keys(setting.changes).length;
  all.sort((a, b) => changed(a) - changed(b));
  all.push({ id: 'reserve-0', changes: { reserveFraction: 0 }, movesCrown: false });
  all.push({
    id: 'floor-0.20+reserve-0',
    changes: { qualityFloor: 0.2, reserveFraction: 0 },
    movesCrown: true,
  });
  return all;
}

/** Era P11: start gate, quotas, join window 180, maintenance; paired KL with one tail bucket and crown quality. */
export const P11 = defineEra({
  id: 'P11',
  firstBlock: 8_382_960,
  lastBlock: 8_388_547,
  boundary:
    'The first block is the start gate that the evaluator configures; the last one is inferred from the oldest sign of era P12 (block 8,388,548), so rounds near it may already run P12.',
  source: 'SILX-LABS/QUASAR-SUBNET@130428a',
  policy: {
    alpha: 0.03,
    lcbErrors: 1.96,
    minPairedPrompts: 100,
    maxKl: 4,
    fraudKl: 1e-6,
    qualityFloor: 0.06,
    qualityMargin: 0.03,
    minQualityAxes: 4,
    qualityTolerance: 1e-12,
    saturationEpsilon: 0.005,
    tierAxes: 12,
    tierVersion: 29,
    prompts: 300,
    challengersPerRound: 10,
    quotaWindow: 7200,
    quotaPerOwner: 2,
    quotaPerHotkey: 2,
    minCommitBlock: 8_380_400,
    reserveFraction: 0.1,
    reserveUid: 155,
    noWinnerUid: 155,
    axisWeights: AXIS_WEIGHTS,
    relativeAxes: ['kl', 'on_policy_rkl'],
  },
  places: {
    alpha: `${CONFIG} pairedTestAlpha; env QUASAR_PAIRED_TEST_ALPHA`,
    lcbErrors: 'results.py, paired statistics',
    minPairedPrompts: `${SERVICE}, minimum of a duel (fixed in code)`,
    maxKl: `${CONFIG} maxKlThreshold; env QUASAR_MAX_KL_THRESHOLD`,
    fraudKl: 'results.py, sanity of the mean KL',
    qualityFloor: `${SINGLE}; env SINGLE_EVAL_MIN_CROWN_QUALITY`,
    qualityMargin: `${SINGLE}; env SINGLE_EVAL_DETHRONE_MARGIN`,
    minQualityAxes: `${SINGLE}; env SINGLE_EVAL_MIN_CROWN_QUALITY_AXES`,
    qualityTolerance: SINGLE,
    saturationEpsilon: `${SINGLE}; env SINGLE_EVAL_WORST_FLOOR_EPSILON`,
    tierAxes: SINGLE,
    tierVersion: `${SINGLE}, composite schema version`,
    prompts: `${CONFIG}; env QUASAR_EVAL_PROMPTS_H2H`,
    challengersPerRound: `${CODE}, SINGLE_EVAL_MAX_PER_ROUND (fixed in code)`,
    quotaWindow: `${CODE} (fixed in code)`,
    quotaPerOwner: `${CODE} (fixed in code)`,
    quotaPerHotkey: `${CODE} (fixed in code)`,
    minCommitBlock: `${CODE}; env QUASAR_MIN_COMMIT_BLOCK`,
    reserveFraction: 'eval/chain.py@1f86397; env QUASAR_WEIGHT_RESERVE_FRACTION',
    reserveUid: 'eval/chain.py@1f86397; env QUASAR_WEIGHT_RESERVE_UID',
    noWinnerUid: `${SERVICE}; env QUASAR_NO_WINNER_FALLBACK_UID`,
    axisWeights: 'composite.py; env BENCH_*_WEIGHT',
    relativeAxes: SINGLE,
  },
  pins: PINS,
  settings: settings(),
});
