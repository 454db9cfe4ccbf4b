// A certified OpenID provider (npm oidc-provider), set up as FranceConnect is: pairwise subjects, signed userinfo, eIDAS
// levels. It listens on PORT as ISSUER; what a person would do on its pages is said by the parameters of « /interaction ».
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { generateKeyPairSync } from "node:crypto";

const { PORT, ISSUER, BACK, SECRET, MODULES, ALGORITHM = "ES256", CODE_SECONDS = "60" } = process.env;
const require = createRequire(`${MODULES}/package.json`);
const { default: Provider } = await import(pathToFileURL(require.resolve("oidc-provider")).href);

const people = JSON.parse(process.env.PEOPLE);
const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
const elliptic = generateKeyPairSync("ec", { namedCurve: "P-256" });
const key = (pair, alg) => ({ ...pair.privateKey.export({ format: "jwk" }), use: "sig", alg, kid: `the-${alg}` });

const provider = new Provider(ISSUER, {
  jwks: { keys: [key(rsa, "RS256"), key(elliptic, "ES256")] },
  cookies: { keys: ["x".repeat(32)] },
  clients: [{
    client_id: "allocations-du-littoral", client_secret: SECRET, redirect_uris: [`${BACK}/return`],
    post_logout_redirect_uris: [`${BACK}/signed-out`], response_types: ["code"], grant_types: ["authorization_code"],
    token_endpoint_auth_method: "client_secret_post", id_token_signed_response_alg: ALGORITHM,
    userinfo_signed_response_alg: ALGORITHM, subject_type: "pairwise",
  }],
  enabledJWA: {
    idTokenSigningAlgValues: ["ES256", "RS256", "HS256"], userinfoSigningAlgValues: ["ES256", "RS256", "HS256"],
  },
  subjectTypes: ["pairwise"],
  pairwiseIdentifier: (ctx, account, client) => `${client.clientId}-${account}`,
  acrValues: ["eidas1", "eidas2", "eidas3"],
  claims: {
    openid: ["sub"], acr: null, given_name: ["given_name"], family_name: ["family_name"], birthdate: ["birthdate"],
    gender: ["gender"], birthplace: ["birthplace"], birthcountry: ["birthcountry"],
  },
  scopes: ["openid"],
  conformIdTokenClaims: true,
  pkce: { required: () => true },
  features: {
    devInteractions: { enabled: false },
    userinfo: { enabled: true }, jwtUserinfo: { enabled: true },
    rpInitiatedLogout: {
      enabled: true,
      logoutSource: (ctx, form) => { ctx.body = `<!doctype html>${form}`; },
      postLogoutSuccessSource: (ctx) => { ctx.body = "signed out"; },
    },
  },
  interactions: { url: (ctx, interaction) => `/interaction/${interaction.uid}` },
  findAccount: (ctx, id) => ({ accountId: id, claims: () => ({ sub: id, ...people[id] }) }),
  ttl: { AuthorizationCode: Number(CODE_SECONDS), AccessToken: 60, IdToken: 60, Grant: 60, Interaction: 60, Session: 60 },
});

// What a person does: /interaction/<uid>?as=<somebody>&acr=<level>, or ?no=1.
provider.use(async (ctx, next) => {
  if (!ctx.path.startsWith("/interaction/")) return next();
  const details = await provider.interactionDetails(ctx.req, ctx.res);
  if (ctx.query.no) {
    return provider.interactionFinished(ctx.req, ctx.res, { error: "access_denied", error_description: "no" });
  }
  if (!ctx.query.as) { ctx.body = "who are you?"; return undefined; }
  const grant = new provider.Grant({ accountId: ctx.query.as, clientId: details.params.client_id });
  grant.addOIDCScope(details.params.scope);
  return provider.interactionFinished(ctx.req, ctx.res, {
    login: { accountId: ctx.query.as, acr: ctx.query.acr || "eidas1", remember: false },
    consent: { grantId: await grant.save() },
  });
});
provider.on("server_error", (ctx, error) => console.error(error));
provider.listen(Number(PORT), "127.0.0.1", () => console.log("ready"));
