package secret_test

import (
	"encoding/json"
	"fmt"

	"github.com/wallex-sdk/wallex-go/pkg/secret"
)

func Example() {
	login := struct {
		User     string        `json:"user"`
		Password secret.String `json:"password"`
	}{"ada", secret.New("correct horse")}

	fmt.Printf("%+v\n", login)
	logged, _ := json.Marshal(login)
	fmt.Println(string(logged))
	sent, _ := secret.Marshal(login)
	fmt.Println(string(sent))
	// Output:
	// {User:ada Password:[redacted]}
	// {"user":"ada","password":"[redacted]"}
	// {"user":"ada","password":"correct horse"}
}

func ExampleScrub() {
	fmt.Println(secret.Scrub("payment 70f1722d-b997-44c2-a2e8-691c1090d1be: card 4111 1111 1111 1111 was declined"))
	// Output: payment 70f1722d-b997-44c2-a2e8-691c1090d1be: card [redacted] was declined
}
