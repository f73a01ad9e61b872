export const HELP = `deploy/release VERB [options]

  status            what is routed where, which servers are up, which versions run
  canary            lets the canary's share of shoppers grow step by step, as long as it is no worse than stable;
                    goes on from the share it has, and takes a bad canary out by itself
  share PERCENT     gives the canary a share, and does not watch
  promote SLOT      makes the slot live that runs what the canary runs (blue, green), and empties the canary
  switch SLOT       makes a slot live, and waits until nothing is under way on the other one; also the way back
  rollback          takes everybody off the canary

  --gateway A,B     runtime API of each gateway: a path, or host:port   RELEASE_GATEWAY     /run/haproxy/admin.sock
  --state FILE      the release.map that gateways read at their start   RELEASE_STATE       /var/lib/haproxy/release.map
  --persist CMD     takes that file on standard input, where it is not on this machine
                                                                        RELEASE_PERSIST
  --prometheus URL                                                      RELEASE_PROMETHEUS  http://127.0.0.1:9090
  --steps 1,5,…     shares in percent                                   1,5,10,25,50
  --observe 5m      how long each step must be good
  --patience 15m    how long a step may take to be told at all
  --every 15s       how often it is looked
  --min-requests 200  of the canary and of stable in that time, or there is no verdict
  --slow 500ms      what counts as slow; a bound of the shop's histogram
  --drain-timeout 30s
  --force           promote without a verdict
  --json            a line of JSON for each event; the last one is "end"

  exit code  0 done · 1 the gateway could not be told · 2 wrong use · 3 the canary was worse and is rolled back
             4 inconclusive: nobody can tell, the share is kept · 5 refused, nothing was changed
             6 switched, but requests are still under way on the slot before
`;
