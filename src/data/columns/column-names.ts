/** What the name of a column says about its content: an id, another model's prediction, a computed property, or a measured one. */

/** Lower-case words of a name: `IC50_nM` is ic50, nm; `UniqueID` is unique, id; `Number of H-Bond Donors` is number, of, h, bond, donors. */
export function wordsOf(column: string): string[] {
  return column
    .replace(/<\/?[a-z]+>/gi, ' ')
    .replace(/([a-z\d])([A-Z][a-z])/g, '$1 $2')
    .replace(/([a-z])(ID|No|Nr)$/, '$1 $2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}#%]+/u)
    .filter((word) => word !== '');
}

const set = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

/** A column with one of these as its last word, or its only one, tells rows apart. */
const identifierEndings = set(
  'name names title id ids idx index indices no nr number num nbr key code cid sid aid cids sids uuid guid inchikey',
);
/** A column with one of these words anywhere tells rows apart, or says where they come from. */
const identifierWords = set(
  'unnamed row rows rownum rowid col cols molregno regno regid tid nsc cas casrn ec_number einecs plate well batch lot barcode serial rank ' +
    'entry record pubchem_cid dtxcid dtxsid uniqueid compoundid molid cmpdid moleculeid sampleid chemblid zincid doc cluster replicate ' +
    'run runno rack vial lane experiment page issue pmid position order',
);
const joinedIdentifier =
  /^(unique|compound|comp|cmpd|mol|molecule|drug|substance|chembl|pubchem|record|sample|row|entry|assay|target|doc|library|vendor|zinc|registry|reg|dtxc|dtxs|source|cluster|batch|plate|c|s|a|t|u|g|r)id$/;
const timeWords = set('year years month day date dates time timestamp created updated modified');
const splitWords = set('split splits fold folds set subset partition weight weights');
const predictionWord = /^(pred|preds|predict|predicted|prediction|predictions|calc|calcd|calculated|estimated?|score)$/;
const errorWords = set(
  'err error errors std sd sem stdev stddev stderr uncertainty unc rsd cv variance deviation ci ci95 interval',
);
/** Error columns only beside a column that they belong to. */
const limitWords = set('lower upper low high min max n count counts');

/** Properties that are computed from the structure, which a model would learn from nothing but the structure. */
const computedNames = set(
  'mw mwt molwt molweight mol_weight molecularweight molecular_weight exactmass exact_mass monoisotopicmass monoisotopic_mass amw ' +
    'full_mwt mw_freebase heavyatoms heavy_atoms heavyatomcount heavy_atom_count natoms n_atoms nbonds tpsa psa hbd hba hbdonors ' +
    'hbacceptors num_ro5_violations ro5_violations rtb nrot nrotb rotatable_bonds clogp xlogp xlogp3 alogp slogp mlogp wlogp cx_logp ' +
    'cx_logd cx_most_apka cx_most_bpka qed qed_weighted sascore sa_score fsp3 fractioncsp3 complexity minimum_degree molar_refractivity ' +
    'molecular_mass mol_mass formal_charge aromatic_rings polar_surface_area np_likeness_score molmr mr',
);
const computedPattern =
  /^(num(ber)?|n|count)_(of_)?\w*(atoms?|bonds?|rings?|donors?|acceptors?|violations)|_(weight|mass)$|^(mol(ecular)?_(weight|mass|wt)|mass|formula_weight)|polar_surface|heavy_atom|rotatable|h_bond|(^|_)(tpsa|hbd|hba)(_|$)/;

/** Words that name something measured, or plainly the answer. */
const measuredWords = set(
  'y label labels target activity active actives inactive toxic toxicity tox hepatotoxicity outcome class classification response ' +
    'endpoint measured exp expt experimental observed value values potency affinity inhibition inhibitor binding ic50 ec50 ac50 xc50 cc50 ' +
    'gi50 ld50 lc50 ed50 tc50 ki kd km kcat kon koff mic pic50 pec50 pki pkd pac50 pxc50 pld50 pchembl solubility solub logs logsw sol ' +
    'logd lipophilicity lipo tm tb mp bp melting boiling tg flashpoint density viscosity refractive permeability papp caco caco2 pampa ' +
    'mdck clearance clint cl auc cmax tmax halflife half_life bioavailability ppb ppbr fu vdss herg ames mutagenicity mutagenic ' +
    'carcinogenicity dili bbb bbbp permeable pka apka bpka yield homo lumo gap u0 freesolv hydration conductivity absorbance fluorescence ' +
    'wavelength emission lambda resistance odor sweetness logk logbb logpapp logkoc koc bcf np cns synthesis efficacy rate cyp approved',
);
const measuredPattern =
  /^(log|ln|p|neglog)?(ic|ec|ac|xc|cc|gi|ld|lc|ed|tc)\d\d$|^(log|ln)(s|d|sw|bb|k\w*|ec50|ic50|papp|sol\w*)$/;

/** Why a numeric column should not be a target unless the user names it; undefined if its name does not speak against it. */
export function suspicion(column: string, others: readonly string[] = []): string | undefined {
  const words = wordsOf(column);
  if (words.some((word) => predictionWord.test(word)) && !words.includes('measured'))
    return "is called like another model's prediction";
  if (isSplitName(column)) return 'is called like a split or weight column';
  if (belongsToAnother(words, others)) return 'is called like the error or limit of another column';
  if (isComputed(words)) return 'is called like a property that is computed from the structure';
  if (isIdentifier(words, column)) return 'is called like a row number or id';
  if (words.some((word) => timeWords.has(word)) && !words.some((word) => measuredWords.has(word)))
    return 'is called like a date';
  return undefined;
}

export function isSplitName(column: string): boolean {
  const words = wordsOf(column);
  return words.some((word) => splitWords.has(word)) && words.length <= 2 && !measuredWords.has(words[0]!)
    ? !isWeightOfMolecules(words)
    : /^is_?(train|test|val)/i.test(column);
}

function isWeightOfMolecules(words: readonly string[]): boolean {
  return words.length === 2 && words[1] === 'weight' && /^(mol|molecular|formula)/.test(words[0]!);
}

/** Whether the name is one of something measured. */
export function namesMeasurement(column: string): boolean {
  return wordsOf(column).some((word) => measuredWords.has(word) || measuredPattern.test(word));
}

export function isIdentifierName(column: string): boolean {
  return isIdentifier(wordsOf(column), column);
}

function isComputed(words: readonly string[]): boolean {
  const name = words.join('_');
  return (
    computedNames.has(name) ||
    computedNames.has(words.join('')) ||
    computedPattern.test(name) ||
    isWeightOfMolecules(words)
  );
}

function isIdentifier(words: readonly string[], column: string): boolean {
  if (column.trim() === '#') return true;
  if (words.length === 0) return false;
  if (words.some((word) => identifierWords.has(word) || joinedIdentifier.test(word))) return true;
  return (
    identifierEndings.has(words.at(-1)!) || identifierWords.has(words.join('_')) || /^unnamed\b/i.test(column.trim())
  );
}

/** An error by its own name; a limit or a count only where what is left of its name is another column. */
function belongsToAnother(words: readonly string[], others: readonly string[]): boolean {
  if (words.some((word) => errorWords.has(word))) return true;
  const rest = words.filter((word) => !limitWords.has(word));
  if (rest.length === words.length || rest.length === 0) return false;
  return others.some((other) => wordsOf(other).join(' ') === rest.join(' '));
}
