namespace Ticketing.Infrastructure.Payments.Stripe;

/// <summary>Stripe answered with something that is not what its documentation says.</summary>
public sealed class StripeShapeException : Exception
{
    public StripeShapeException()
    {
    }

    public StripeShapeException(string message) : base($"Unexpected answer of Stripe: {message}")
    {
    }

    public StripeShapeException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
