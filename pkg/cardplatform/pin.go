package cardplatform

import (
	"errors"
	"net/http"

	"github.com/wallex-sdk/wallex-go/pkg/client"
	"github.com/wallex-sdk/wallex-go/pkg/operation"
)

// ErrPlainPIN refuses to set a PIN while the encryption is off, unless the platform is on this machine, as the sandbox
// is. Nothing is sent, not even a login.
var ErrPlainPIN = errors.New("a PIN is not sent while the encryption is off")

// setPIN is the operationId of the one operation that carries a PIN.
const setPIN = "setCardPin"

// guard puts around the chain what keeps PINs from being sent as they are.
func (e Encryption) guard(next http.RoundTripper) http.RoundTripper {
	if e.Off {
		return &pinGuard{next}
	}
	return next
}

type pinGuard struct{ next http.RoundTripper }

func (g *pinGuard) RoundTrip(req *http.Request) (*http.Response, error) {
	call := operation.FromContext(req.Context())
	if call != nil && call.ID == setPIN && !client.OnThisMachine(req.URL.Hostname()) {
		return nil, call.Refuse(nil, ErrPlainPIN)
	}
	return g.next.RoundTrip(req)
}
