package cardplatform_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"

	"github.com/wallex-sdk/wallex-go/gen/cardplatform/cards"
	"github.com/wallex-sdk/wallex-go/pkg/cardplatform"
	"github.com/wallex-sdk/wallex-go/pkg/client"
	"github.com/wallex-sdk/wallex-go/pkg/secret"
)

// The number of a card prints as redacted. Encryption may be off here since the platform is on this machine.
func Example() {
	platform := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/as/api/v1/saas-login" {
			_, _ = io.WriteString(w, `{"accessToken":"eyJhbGciOi","accessTokenExpiry":"2030-01-01T00:00:00.000+00:00"}`)
			return
		}
		_, _ = io.WriteString(w, `{"data":{"pan":"5200828282828210"}}`)
	}))
	defer platform.Close()

	c, err := cardplatform.New(
		cardplatform.Credentials{ClientID: secret.New("shop"), ClientSecret: secret.New("correct horse")},
		cardplatform.Encryption{Off: true}, client.WithBaseURL(platform.URL),
	)
	if err != nil {
		panic(err)
	}
	defer c.Close()
	card, err := c.Cards.RetrievePAN(context.Background(), cards.RetrieveCardPANRequest{CardID: 42})
	if err != nil {
		panic(err)
	}
	fmt.Println(card.PAN)
	fmt.Println(card.PAN.Reveal()[12:])
	// Output:
	// [redacted]
	// 8210
}

// In production there is no client without encryption.
func ExampleNew() {
	_, err := cardplatform.New(cardplatform.FromEnvironment(), cardplatform.Encryption{Off: true})
	fmt.Println(err)
	// Output: the encryption cannot be off at this address: rest.vaultspay.com
}
