package client_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"time"

	"github.com/wallex-sdk/wallex-go/pkg/client"
)

// A client for a slow network, with the name of the program in every request.
func ExampleNew() {
	server := httptest.NewServer(http.NotFoundHandler())
	defer server.Close()

	c, err := client.New(testPlatform(),
		client.WithBaseURL(server.URL),
		client.WithUserAgent("payroll/2.1"),
		client.WithTimeout(5*time.Minute),
		client.WithAttemptTimeout(time.Minute),
	)
	if err != nil {
		panic(err)
	}
	defer c.Close()
	fmt.Println(c.Caller().Timeout)

	_, err = client.New(testPlatform(), client.WithBaseURL("http://api.example.com"))
	fmt.Println(err)
	// Output:
	// 5m0s
	// base URL api.example.com: it must be https; plain http would show the secrets to the network
}
