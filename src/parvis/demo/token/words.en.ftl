# The demonstration's simulated USB token.

demo-step-token-title = Plug in the USB token
demo-step-token = To enter and sign at the Coopérative with a certificate: a simulated token and its signing software.
demo-open-token = Open the token
demo-token-pin-of = PIN of the USB token
demo-token-link = { $name }’s USB token
demo-token-title = Demonstration USB token
demo-token-lead = A simulated token and its software, with a certificate of no value. A real token never gives its private key away, and asks for its PIN in a window of your own computer.
demo-token-none = No institution of this demonstration has handed out certificates.
demo-token-of = Sign with { $name }’s token
demo-token-order = The order to sign
demo-token-order-hint = The .json file saved from the institution’s page.
demo-token-open = Open this order
demo-token-no-order = This file is no order. Choose the one that the institution’s page has just given you.
demo-token-read = This is what the file holds, and what you are about to sign:
demo-token-pin = PIN of the token
demo-token-sign = Sign this order
demo-token-other-order = Sign another order
demo-token-wrong-pin = { $tries ->
    [one] This PIN is not the right one. { $tries } try left.
   *[other] This PIN is not the right one. { $tries } tries left.
}
demo-token-locked-title = This token is blocked
demo-token-locked = Three wrong PINs have blocked it, like a real token. Whoever issued it would unblock it; here, this button does.
demo-token-unlock = Unblock the token
demo-token-browser = Sign in with this certificate
demo-token-p12 = A real token is plugged in; this one is given to your browser.
demo-token-p12-link = Download the certificate (.p12)
demo-token-import = Import it in your browser’s settings, under personal certificates. The password it asks for is the PIN of the token, written on the start page.
demo-token-detect = On the Coopérative’s sign-in page, press “Detect my certificate”. Your browser does not know the demonstration’s authority: accept the warning, or import it first.
demo-token-authority = Download the demonstration’s authority
