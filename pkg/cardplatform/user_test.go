package cardplatform_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/wallex-sdk/wallex-go/gen/cardplatform/users"
	"github.com/wallex-sdk/wallex-go/pkg/apierror"
	"github.com/wallex-sdk/wallex-go/pkg/cardplatform"
	"github.com/wallex-sdk/wallex-go/pkg/client"
)

// A user has an e-mail address, or a phone number with its country code.
func TestUserWhoCannotBeReached(t *testing.T) {
	for name, user := range map[string]users.CreateUserRequest{
		"country code only": {FirstName: "Amina", LastName: "Rahman", Status: users.UserStatusActive, CountryCode: "971"},
		"phone only":        {FirstName: "Amina", LastName: "Rahman", Status: users.UserStatusActive, Phone: "501234567"},
		"neither":           {FirstName: "Amina", LastName: "Rahman", Status: users.UserStatusActive},
	} {
		t.Run(name, func(t *testing.T) {
			p := newPlatform()
			c := newClient(t, keys, off, client.WithTransport(p), client.WithBaseURL(cardplatform.Test))
			_, err := c.Users.Create(t.Context(), user)
			require.ErrorIs(t, err, apierror.ErrNotSent)
			require.ErrorIs(t, err, apierror.ErrValidation)
			require.Equal(t, []apierror.Field{{Name: "body", Message: "must have email or countryCode with phone"}}, apierror.Of(err).Fields)
			require.Empty(t, p.take(), "not even a login")
		})
	}
}
