// An OpenID Connect provider (oidc-provider, certified) on loopback. Its form takes any login that CLAIMS names, and any
// password; says in one line of JSON where it is.
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

const [modules, port, redirects] = process.argv.slice(2)
const require = createRequire(pathToFileURL(`${modules}/node_modules/`))
const { default: Provider } = await import(pathToFileURL(require.resolve('oidc-provider')).href)
const people = JSON.parse(process.env.CLAIMS)
const issuer = `http://127.0.0.1:${port}`

const provider = new Provider(issuer, {
  clients: [{
    client_id: 'manyhands', client_secret: 'not-a-secret', redirect_uris: redirects.split(','),
    grant_types: ['authorization_code'], response_types: ['code'],
  }],
  pkce: { required: () => true },
  claims: {
    openid: ['sub', 'oid', 'tid'], email: ['email', 'email_verified', 'xms_edov'], profile: ['name', 'preferred_username'],
  },
  findAccount: async (ctx, id) => people[id] && { accountId: id, claims: async () => ({ sub: id, ...people[id] }) },
  features: { devInteractions: { enabled: true } },
  conformIdTokenClaims: false, // puts the claims into the ID token too, as Entra does
  cookies: { keys: ['loopback-only'] },
})
provider.listen(Number(port), '127.0.0.1', () => console.log(JSON.stringify({ url: issuer })))

process.on('SIGTERM', () => process.exit(0))
process.stdin.on('end', () => process.exit(0)).resume() // and when whoever started it is gone
