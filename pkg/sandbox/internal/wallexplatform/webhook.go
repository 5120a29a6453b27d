package wallexplatform

import (
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"slices"

	"github.com/wallex-sdk/wallex-go/gen/wallex/v2/webhooks"
	"github.com/wallex-sdk/wallex-go/pkg/sandbox/internal/refusal"
)

// Webhook is where notifications go, and with which headers. There is one for the partner and all members.
type Webhook struct {
	URL    string
	Header http.Header
}

// What HTTP allows of a header. No request could be sent with others.
var (
	headerName  = regexp.MustCompile("^[!#$%&'*+.^_`|~0-9A-Za-z-]+$")
	headerValue = regexp.MustCompile(`^[\t\x20-\x7e\x80-\x{10ffff}]*$`)
)

// SetWebhook changes where notifications go; the empty URL sends none.
func (p *Platform) SetWebhook(to Webhook) { p.webhook = to }

// Webhook returns where notifications go.
func (p *Platform) Webhook() Webhook { return p.webhook }

// RetrieveWebhook answers with the settings, without the values of the headers: they are secrets. What the platform
// answers where nothing was set is not known.
func (p *Platform) RetrieveWebhook(Call, struct{}) (answer webhooks.WebhookSettings, err error) {
	if p.webhook.URL == "" {
		return answer, refusal.New("webhook_non_existent", "There are no webhook settings")
	}
	return p.webhook.view(), nil
}

// UpdateWebhook sets the URL and the headers. Headers that are left out are gone.
func (p *Platform) UpdateWebhook(_ Call, in webhooks.UpdateWebhookRequest) (answer webhooks.WebhookSettings, err error) {
	to, err := url.Parse(in.URL)
	if err != nil || to.Host == "" {
		return answer, refusal.Field("url", "must be an absolute URL")
	}
	set := Webhook{URL: in.URL, Header: http.Header{}}
	for _, header := range in.Headers {
		if !headerName.MatchString(header.Name) || !headerValue.MatchString(header.Value.Reveal()) {
			return answer, refusal.Field("headers", "must be such as HTTP allows")
		}
		set.Header.Set(header.Name, header.Value.Reveal())
	}
	p.webhook = set
	return p.webhook.view(), nil
}

func (w Webhook) view() webhooks.WebhookSettings {
	settings := webhooks.WebhookSettings{URL: w.URL}
	for _, name := range slices.Sorted(maps.Keys(w.Header)) {
		settings.Headers = append(settings.Headers, webhooks.WebhookHeader{Name: name})
	}
	return settings
}
