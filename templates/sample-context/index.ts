export { SampleContextModule } from './sample-context.module.js';
