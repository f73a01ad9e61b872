/** The process that does the work of the functions where FUNCTIONS is `broker`: a server of its own, with /health and /metrics. */
process.env['FUNCTIONS'] = 'broker';
process.env['OWN_CONTEXT'] = 'functions';
// A shop on this machine has 3000.
process.env['PORT'] ||= '3001';
await import('./main.js');
export {};
