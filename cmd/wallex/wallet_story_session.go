package main

import (
	"context"
	"crypto/rand"
	"errors"
	"time"

	"github.com/wallex-sdk/wallex-go/gen/walletengine/activation"
	"github.com/wallex-sdk/wallex-go/gen/walletengine/authorization"
	"github.com/wallex-sdk/wallex-go/gen/walletengine/profile"
	"github.com/wallex-sdk/wallex-go/pkg/secret"
	"github.com/wallex-sdk/wallex-go/pkg/walletengine"
)

func (s *walletStory) request(ctx context.Context) error {
	s.begin("Show the terms of service, and request a wallet. The platform sends a passcode to the phone.")
	s.fact("note", "some operations below are inferred, not documented; the client has WithUnverified for those")
	terms, err := s.client.Activation.TermsOfService(ctx)
	if err != nil {
		return err
	}
	s.fact("terms", terms.Link)
	_, err = s.client.Activation.Request(ctx, activation.RequestActivationRequest{
		CountryDialCode: s.phone.CountryDialCode, PhoneNumber: s.phone.PhoneNumber, Nickname: "Ada",
		EmailAddress: "ada@example.com", TosAccepted: time.Now().UTC().Format(time.DateTime),
	})
	return err
}

func (s *walletStory) activate(ctx context.Context) error {
	s.begin("Activate the wallet with the passcode.")
	passcode, err := s.passcode()
	if err != nil {
		return err
	}
	s.fact("passcode", passcode)
	activated, err := s.client.Activation.VerifyOTP(ctx, activation.VerifyActivationOTPRequest{
		CountryDialCode: s.phone.CountryDialCode, PhoneNumber: s.phone.PhoneNumber, Passcode: passcode,
	})
	if err == nil {
		s.fact("activated", activated.Valid)
	}
	return err
}

func (s *walletStory) signInByPasscode(ctx context.Context) error {
	s.begin("Sign in with another passcode.")
	if err := s.client.SendPasscode(ctx, s.phone); err != nil {
		return err
	}
	passcode, err := s.passcode()
	if err != nil {
		return err
	}
	return s.signIn(ctx, authorization.SignInRequest{Passcode: passcode})
}

// signIn begins a session. Every session prints as redacted.
func (s *walletStory) signIn(ctx context.Context, with authorization.SignInRequest) error {
	with.CountryDialCode, with.PhoneNumber = s.phone.CountryDialCode, s.phone.PhoneNumber
	session, err := s.client.SignIn(ctx, with)
	if err != nil {
		return err
	}
	s.use(session)
	s.fact("session", session, "ends unless it is used before", session.Ends().Format(time.DateTime))
	for _, account := range session.SignedIn.Accounts {
		s.fact("account", account.AccountID, account.AvailableBalance, account.CurrencyCode)
	}
	return nil
}

// setPassword ends the session: the platform revokes its token when a password is changed.
func (s *walletStory) setPassword(ctx context.Context) error {
	s.begin("Set a password, and change it. That ends the session, which the next call tells.")
	for range 2 {
		s.password = secret.New(rand.Text())
		if _, err := s.session.Profile.Update(ctx, profile.UpdateProfileRequest{Password: s.password}); err != nil {
			return err
		}
		s.fact("password", s.password)
	}
	_, err := s.session.Profile.Query(ctx)
	switch {
	case errors.Is(err, walletengine.ErrSessionEnded):
		s.fact("ended", err)
		return nil
	case err != nil:
		return err
	}
	return errors.New("the session goes on after its password has changed")
}

func (s *walletStory) signInByPassword(ctx context.Context) error {
	s.begin("Sign in with the password.")
	return s.signIn(ctx, authorization.SignInRequest{Password: s.password})
}

// keep does what an application does between two requests of its user.
func (s *walletStory) keep(ctx context.Context) error {
	s.begin("Save the session as bytes, and go on with the session that is restored from them.")
	saved, err := s.session.Save()
	if err != nil {
		return err
	}
	s.fact("saved", len(saved), "bytes, which hold the token: encrypt them")
	restored, err := s.client.Restore(saved)
	if err != nil {
		return err
	}
	s.use(restored)
	known, err := s.session.Profile.Query(ctx)
	if err == nil {
		s.fact("profile", known.Nickname, known.EmailAddress)
	}
	return err
}
