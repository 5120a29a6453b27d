package envelope_test

import (
	"crypto/rand"
	"crypto/rsa"
	"fmt"
	"net/http"

	"github.com/wallex-sdk/wallex-go/pkg/cardplatform/envelope"
)

// One call, as its client and the platform see it.
func Example() {
	platformKey, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	format := envelope.Format{Body: envelope.DataObject}

	client, err := envelope.New(format, &platformKey.PublicKey)
	if err != nil {
		panic(err)
	}
	header := http.Header{}
	request := client.SealRequest(header, []byte(`{"cardId":42}`))

	platform, err := envelope.Accept(format, platformKey, header)
	if err != nil {
		panic(err)
	}
	question, err := platform.OpenRequest(request)
	if err != nil {
		panic(err)
	}
	answer := platform.SealAnswer(http.Header{}, []byte(`{"data":{"expiry":"12/27"}}`))

	opened, err := client.OpenAnswer(nil, answer)
	if err != nil {
		panic(err)
	}
	fmt.Printf("%s\n%s\n", question, opened)
	// Output:
	// {"cardId":42}
	// {"data":{"expiry":"12/27"}}
}
