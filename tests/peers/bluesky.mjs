// A PLC directory and a Personal Data Server of Bluesky's own, on this machine alone; says in one line of JSON where.
import { createRequire } from 'node:module'
import net from 'node:net'
import { pathToFileURL } from 'node:url'

const listen = net.Server.prototype.listen
net.Server.prototype.listen = function (first, ...rest) {
  // The development network would listen on all interfaces.
  if (first && typeof first === 'object' && 'port' in first) return listen.call(this, { ...first, host: '127.0.0.1' }, ...rest)
  if (Number.isInteger(Number(first))) return listen.call(this, first, '127.0.0.1', ...rest.filter((one) => typeof one !== 'string'))
  return listen.call(this, first, ...rest)
}

const [modules, plcPort, pdsPort] = process.argv.slice(2)
const require = createRequire(pathToFileURL(`${modules}/node_modules/`))
const { TestNetworkNoAppView } = await import(pathToFileURL(require.resolve('@atproto/dev-env')).href)
const network = await TestNetworkNoAppView.create({
  plc: { port: Number(plcPort) },
  pds: { port: Number(pdsPort), hostname: 'localhost' },
})
console.log(JSON.stringify({ url: `http://127.0.0.1:${pdsPort}` }))

const stop = async () => {
  await network.close().catch(() => {})
  process.exit(0)
}
process.on('SIGTERM', stop)
process.stdin.on('end', stop).resume() // and when whoever started it is gone
