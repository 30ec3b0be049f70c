// An application for Node with eureka-js-client, which was told the host and the port of the registry and nothing else of it. It says a line
// of each thing that it notices, and stops when its input ends.
const { Eureka } = require('eureka-js-client');

const [host, port] = process.argv.slice(2);
const client = new Eureka({
  instance: {
    app: 'js-shop',
    hostName: '127.0.0.1',
    ipAddr: '127.0.0.1',
    port: { $: 3000, '@enabled': true },
    vipAddress: 'js-shop',
    dataCenterInfo: { '@class': 'com.netflix.appinfo.InstanceInfo$DefaultDataCenterInfo', name: 'MyOwn' },
  },
  eureka: {
    host,
    port,
    servicePath: '/eureka/apps/',
    heartbeatInterval: 500,
    registryFetchInterval: 500,
    shouldUseDelta: true,
  },
});

let seen;
client.on('registryUpdated', () => {
  const addresses = client.getInstancesByAppId('INVENTORY').map((each) => `${each.hostName}:${each.port.$}`);
  const now = addresses.sort().join(' ') || 'none';
  if (now !== seen) {
    seen = now;
    console.log(`inventory: ${now}`);
  }
});
client.on('registered', () => console.log('registered'));
client.on('heartbeat', () => console.log('heartbeat'));
client.on('deregistered', () => console.log('deregistered'));

process.stdin.on('end', () => client.stop((failure) => process.exit(failure ? 1 : 0))).resume();
client.start((failure) => console.log(failure ? `failed: ${failure.message}` : 'started'));
