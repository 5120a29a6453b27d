package sandbox

import (
	"cmp"
	"encoding/json"
	"net/http"
	"time"

	"github.com/wallex-sdk/wallex-go/pkg/cardplatform/envelope"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/walletengine"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/wallexplatform"
	"github.com/wallex-sdk/wallex-go/pkg/spec"
)

// call is a request on its way through the sandbox.
type call struct {
	request *http.Request
	service *service
	now     time.Time
	op      *spec.Operation      // nil where the path is none
	path    map[string]string    // values of the path's parameters
	body    []byte               // read when the request is validated
	acting  wallexplatform.Scope // the scope that was found for the one that was asked for
	sealed  *envelope.Call       // of the card platform, nil where the request was not encrypted
	user    *walletengine.User   // who has signed in to Wallet Engine
	link    func(method, path string, lifetime time.Duration) string
	hides   func(created time.Time) bool // what a listing does not show yet; nil for nothing
}

// check is one thing that a request must pass.
type check func(*call) error

// forPlatform is what the platform gets to know of a call.
func (c *call) forPlatform() wallexplatform.Call {
	return wallexplatform.Call{
		Now: c.now, Scope: c.acting, Path: c.path, Query: c.request.URL.Query(), Link: c.link, Hides: c.hides,
	}
}

// scope reads on whose behalf a request is made. The documentation contradicts itself about where that stands, so
// both places count for every operation.
func (c *call) scope() wallexplatform.Scope {
	var named struct {
		OnBehalfOfAccount string `json:"onBehalfOfAccount"`
		OnBehalfOfUser    string `json:"onBehalfOfUser"`
	}
	_ = json.Unmarshal(c.body, &named) // there may be no body; if there is, it is valid
	query := c.request.URL.Query()
	return wallexplatform.ScopeOf(
		cmp.Or(named.OnBehalfOfAccount, query.Get("onBehalfOfAccount")),
		cmp.Or(named.OnBehalfOfUser, query.Get("onBehalfOfUser")),
	)
}
