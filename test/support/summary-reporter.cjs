/** Ends the run with one line a script can read. A suite that could not even be loaded counts as a failure. */
module.exports = class SummaryReporter {
  onRunComplete(_contexts, results) {
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    const skipped = results.numPendingTests + results.numTodoTests;
    // Jest's own summary comes after every other reporter.
    process.once('exit', () => console.log(`${results.numPassedTests} passed, ${failed} failed, ${skipped} skipped`));
  }
};
