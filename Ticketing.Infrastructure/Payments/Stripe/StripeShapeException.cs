namespace Ticketing.Infrastructure.Payments.Stripe;

/// <summary>A response or event from Stripe lacks a documented field or has an unknown value.</summary>
public sealed class StripeShapeException : Exception
{
    public StripeShapeException()
    {
    }

    public StripeShapeException(string message) : base($"Unexpected response from Stripe: {message}")
    {
    }

    public StripeShapeException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
