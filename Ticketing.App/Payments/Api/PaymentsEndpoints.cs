using Microsoft.AspNetCore.Http.HttpResults;
using Ticketing.App.Hosting.Errors;
using Ticketing.App.Shared;
using Ticketing.Core.Payments;
using Ticketing.Infrastructure.Ordering.Settle;

namespace Ticketing.App.Payments.Api;

/// <summary>Webhook endpoint of the payment provider.</summary>
internal static partial class PaymentsEndpoints
{
    public static void MapPayments(this WebApplication app)
    {
        app.MapPost(AppUrls.StripeWebhook, ReceiveAsync)
            .DisableAntiforgery()
            .WithSummary("Takes signed events of the payment provider")
            .Produces(StatusCodes.Status200OK)
            .ProducesProblem(StatusCodes.Status400BadRequest);
    }

    /// <summary>Responds 2xx only after the event and its effect are committed; otherwise the provider retries.</summary>
    private static async Task<IResult> ReceiveAsync(
        HttpRequest request, IPaymentProvider provider, PaymentEventIntake intake,
        TimeProvider clock, ILogger<PaymentEventIntake> log, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, cancellationToken);
        var payload = body.GetBuffer().AsMemory(0, (int)body.Length);
        var parsed = await provider.ParseWebhookAsync(payload, request.Headers["Stripe-Signature"], clock.GetUtcNow(), cancellationToken);
        if (!parsed.Succeeded)
        {
            LogRefused(log, parsed.Refusal);
            return Refused(parsed.Refusal);
        }

        await intake.HandleAsync(parsed.Value, cancellationToken);
        return Results.Ok(new { received = true });
    }

    private static ProblemHttpResult Refused(WebhookRefusal refusal) => refusal switch
    {
        WebhookRefusal.SignatureMissing =>
            Problems.Of(StatusCodes.Status400BadRequest, "signature-missing", "The header Stripe-Signature is missing or cannot be read."),
        WebhookRefusal.SignatureWrong =>
            Problems.Of(StatusCodes.Status400BadRequest, "signature-wrong", "The event was not signed with a secret of this site, or was altered on its way."),
        WebhookRefusal.SignatureStale =>
            Problems.Of(StatusCodes.Status400BadRequest, "signature-stale", "The event was signed too long ago, or the clocks differ."),
        WebhookRefusal.PayloadUnreadable =>
            Problems.Of(StatusCodes.Status400BadRequest, "payload-unreadable", "The signed payload is not an event."),
    };

    [LoggerMessage(LogLevel.Warning, "A payment webhook was refused: {Refusal}")]
    private static partial void LogRefused(ILogger log, WebhookRefusal refusal);
}
