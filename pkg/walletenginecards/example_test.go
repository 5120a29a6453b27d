package walletenginecards_test

import (
	"context"
	"fmt"
	"net/http/httptest"

	"github.com/wallex-sdk/wallex-go/gen/walletenginecards/cards"
	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/client"
	"github.com/wallex-sdk/wallex-go/pkg/secret"
	"github.com/wallex-sdk/wallex-go/pkg/walletenginecards"
)

// The platform refuses with HTTP 200. What changes a card is inferred, so that it takes client.WithUnverified.
func Example() {
	server := httptest.NewServer(answerWith(200, `{"Success":false,"ErrorCode":"E12","ErrorMessage":"No such card"}`))
	defer server.Close()

	// With golang.org/x/oauth2, this is source.Token() of a source of an oauth2.Config.
	tokens := func(context.Context) (secret.String, error) { return secret.New("eyJhbGciOi"), nil }
	c, err := walletenginecards.New(tokens, client.WithBaseURL(server.URL), client.WithUnverified())
	if err != nil {
		panic(err)
	}
	defer c.Close()

	_, err = c.Cards.UpdateAccessStatus(context.Background(), cards.UpdateCardAccessStatusRequest{
		CardToken: "c-1", AccessStatus: "locked",
	})
	fmt.Println(apierror.Of(err).Code, apierror.Of(err).Outcome)
	// Output: E12 rejected
}
