export { ErasureMustWait } from './erasure-must-wait.js';
export { type ExportSection, HoldsPersonalData, PersonalDataHolder } from './personal-data-holder.js';
export { PersonalDataHolders } from './personal-data-holders.js';
export { PrivacyModule } from './privacy.module.js';
