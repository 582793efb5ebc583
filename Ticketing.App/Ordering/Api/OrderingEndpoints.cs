using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Ticketing.App.Access;
using Ticketing.App.Hosting.Errors;
using Ticketing.App.Hosting.Pipeline;
using Ticketing.App.Ordering.Bulk;
using Ticketing.App.Ordering.Campaigns;
using Ticketing.App.Ordering.Extras;
using Ticketing.App.Shared;
using Ticketing.Core.Access;
using Ticketing.Core.Common;
using Ticketing.Core.Inventory;
using Ticketing.Core.Ordering;
using Ticketing.Core.Ordering.Answers;
using Ticketing.Core.Ordering.Extras;
using Ticketing.Core.Ordering.Reductions;
using Ticketing.Core.Questions;
using Ticketing.Infrastructure.Access;
using Ticketing.Infrastructure.Limits;
using Ticketing.Infrastructure.Ordering;
using Ticketing.Infrastructure.Ordering.Answers;
using Ticketing.Infrastructure.Ordering.End;
using Ticketing.Infrastructure.Ordering.Place;
using Ticketing.Infrastructure.Ordering.Read;

namespace Ticketing.App.Ordering.Api;

/// <summary>Orders over the API. Access is checked by <see cref="OrderReader"/>.</summary>
internal static class OrderingEndpoints
{
    /// <summary>Adds source-generated JSON metadata of orders to the API.</summary>
    public static IServiceCollection AddOrderingApi(this IServiceCollection services) =>
        services.AddSingleton<IFastRoute, FastOrders>()
            .ConfigureHttpJsonOptions(options => options.SerializerOptions.TypeInfoResolverChain.Insert(0, OrderingJson.Default));

    public static void MapOrdering(this WebApplication app)
    {
        var orders = app.MapGroup(AppUrls.ApiOrders).WithTags("Orders");
        orders.MapPost("", PlaceAsync).WithName("PlaceOrder").WithSummary("Order the seats of a hold").WithMetadata(WritesItsRequest.Metadata);
        orders.MapGet("{id:guid}", ReadAsync).WithName("GetOrder").WithSummary("An order, with its tickets once paid");
        orders.MapPost("{id:guid}/cancel", CancelAsync).WithName("CancelOrder").WithSummary("Cancel an order within its policy");
        orders.MapPost("{id:guid}/answers", AnswerQuestionsAsync).WithName("AnswerOrderQuestions")
            .WithSummary("Answer the organizer's questions of an order, until the event begins");
        app.MapBasket();
        app.MapExtras();
        app.MapCampaigns();
        app.MapBulkRefunds();
        app.MapOrganizerOrders();
        app.MapGet(AppUrls.PaymentStagePattern, StageAsync).ExcludeFromDescription();
        orders.MapPost("{id:guid}/refunds", RefundAsync).WithName("RefundOrder").WithSummary("Refund items (box office)");
    }

    private static async Task<Results<Created<PlacedOrderAnswer>, ProblemHttpResult>> PlaceAsync(
        PlaceOrderRequest body, HttpContext context, PlaceOrderWithRetry handler, CheckoutReader checkout, OrderTokens tokens, CurrentActor actor) =>
        await PlaceAsCallerAsync(body, context, handler, checkout, tokens, await actor.ReadAsync(context.RequestAborted));

    internal static async Task<Results<Created<PlacedOrderAnswer>, ProblemHttpResult>> PlaceAsCallerAsync(
        PlaceOrderRequest body, HttpContext context, PlaceOrderWithRetry handler, CheckoutReader checkout, OrderTokens tokens, Caller caller)
    {
        if (HoldCaller.Find(context, body.HoldSecret) is not { } owner)
        {
            return OrderProblems.Of(PlaceOrderRefusal.HoldNotFound);
        }

        if (await PromoAttempts.RefuseAsync(context, body.HoldId, body.PromoCode) is { } wait)
        {
            return FailedAttempts.TooMany(context, wait);
        }

        var typed = BuyerDetails.Typed(
            caller.User, body.Buyer.Email, body.Buyer.Name, body.Buyer.Phone, CultureInfo.CurrentUICulture.TwoLetterISOLanguageName,
            body.Attendees?.Select(attendee => attendee.Name) ?? []);
        var buyer = typed with { IsProven = caller.Owns(typed.Email) };
        var reductions = (ChosenReductions?)null;
        if (body.Reductions is { } named)
        {
            if (await ChosenSeats.FindAsync(checkout, new HoldId(body.HoldId), owner, caller, named, context.RequestAborted) is not { } chosen)
            {
                return OrderProblems.Of(PlaceOrderRefusal.ReductionUnknown);
            }

            reductions = chosen;
        }

        var placed = await handler.HandleAsync(
            new PlaceOrder(new HoldId(body.HoldId), owner, buyer, body.PromoCode, caller.Actor)
            {
                Reductions = reductions,
                Request = context.Features.Get<RepeatableRequest>(),
                Access = AccessCookie.Shown(context, null),
                Extras = ExtrasOf(body.Extras),
                Answers = AnswersOf(body.Answers),
            },
            context.RequestAborted);
        await PromoAttempts.TriedAsync(context, body.HoldId, body.PromoCode, placed.Succeeded ? null : placed.Refusal);
        if (placed.Succeeded)
        {
            var token = await tokens.OfAsync(placed.Value.Order, context.RequestAborted);
            return TypedResults.Created(
                AppUrls.ApiOrder(placed.Value.Order.Id.Value), PlacedOrderAnswer.Of(placed.Value, token, context.Request));
        }

        if (placed.Refusal == PlaceOrderRefusal.BuyerInvalid
            && await checkout.ReadAsync(new HoldId(body.HoldId), owner, caller.User, null, context.RequestAborted) is { } view)
        {
            return Problems.Invalid(BuyerValidation.Check(buyer, view.Items.Count, view.Performance.AttendeeNames)
                .ToDictionary(error => error.Key, error => new[] { error.Value }));
        }

        if (placed.Refusal is PlaceOrderRefusal.AnswersInvalid or PlaceOrderRefusal.ExtrasInvalid
            && await ExplainAsync(body, owner, caller, checkout, context) is { Count: > 0 } faults)
        {
            return Problems.Invalid(faults);
        }

        if (placed.Refusal is PlaceOrderRefusal.PaymentUnavailable or PlaceOrderRefusal.Busy)
        {
            context.Response.Headers.RetryAfter = "5";
        }

        return OrderProblems.Of(placed.Refusal);
    }

    private static IReadOnlyList<TypedAnswer> AnswersOf(IReadOnlyList<AnswerRequest>? answers) =>
        [.. (answers ?? []).Select(answer => new TypedAnswer(new QuestionId(answer?.Question ?? default), answer?.Seat, answer?.Value))];

    // An entry that is null names no extra, which is refused.
    private static IReadOnlyList<ChosenExtra> ExtrasOf(IReadOnlyList<ExtraRequest>? extras) =>
        [.. (extras ?? []).Select(extra => new ChosenExtra(new ExtraId(extra?.Id ?? default), extra?.Quantity ?? 0, extra?.Amount))];

    // Errors by answer and extra, from what the checkout offers now.
    private static async Task<Dictionary<string, string[]>> ExplainAsync(
        PlaceOrderRequest body, HoldOwner owner, Caller caller, CheckoutReader checkout, HttpContext context)
    {
        var chosen = ExtrasOf(body.Extras);
        if (await checkout.ReadAsync(new HoldId(body.HoldId), owner, caller.User, null, context.RequestAborted, extras: chosen) is not { } view)
        {
            return [];
        }

        var errors = view.Asked is null ? [] : AnswerRules.Check(view.Asked, AnswersOf(body.Answers)).Errors
            .ToDictionary(error => error.Key, error => new[] { error.Value });
        foreach (var fault in view.ExtraFaults)
        {
            errors[$"extras.{fault.Extra.Value:N}"] = [string.Format(CultureInfo.InvariantCulture, fault.Sentence, fault.Value)];
        }

        return errors;
    }

    private static async Task<Results<Ok<OrderAnswer>, ProblemHttpResult>> AnswerQuestionsAsync(
        Guid id, AnswersRequest body, HttpContext context, OrderReader reader, AnswerOrderHandler handler)
    {
        var visitor = await OrderVisits.OfAsync(context);
        if (await reader.FindAsync(new OrderId(id), visitor, context.RequestAborted) is not { } view)
        {
            return await NotFoundAsync(id, context);
        }

        var answered = await handler.HandleAsync(new AnswerOrder(view.Order.Id, AnswersOf(body.Answers), visitor), context.RequestAborted);
        return answered.Succeeded ? await AnswerAsync(view.Order.Id, visitor, reader, context)
            : answered.Refusal.Reason switch
            {
                AnswerOrderRefusal.NotFound => OrderProblems.NotFound(),
                AnswerOrderRefusal.Closed => Problems.Of(409, "questions-closed", "The order has no valid tickets, or its event has begun."),
                AnswerOrderRefusal.Invalid => Problems.Invalid(
                    answered.Refusal.Errors.ToDictionary(error => error.Key, error => new[] { error.Value })),
                AnswerOrderRefusal.TooOften => Problems.Of(429, "too-many-requests", "You have changed too much within a short time."),
            };
    }

    private static async Task<Results<Ok<OrderAnswer>, ProblemHttpResult>> ReadAsync(Guid id, HttpContext context, OrderReader reader) =>
        await reader.FindAsync(new OrderId(id), await OrderVisits.OfAsync(context), context.RequestAborted) is { } view
            ? TypedResults.Ok(OrderAnswer.Of(view))
            : await NotFoundAsync(id, context);

    // Polled by the waiting page: one word, which changes when the page must update.
    private static async Task<Results<ContentHttpResult, ProblemHttpResult>> StageAsync(Guid id, HttpContext context, PaymentProgressReader reader)
    {
        return await reader.ReadAsync(new HoldId(id), await OrderVisits.OfAsync(context), context.RequestAborted) is { } progress
            ? TypedResults.Text(EnumWords.ToWord(progress.Stage))
            : OrderProblems.NotFound();
    }

    private static async Task<Results<Ok<OrderAnswer>, ProblemHttpResult>> CancelAsync(
        Guid id, HttpContext context, OrderReader reader, CancelOrderHandler handler, RefundAllowances allowances)
    {
        var visitor = await OrderVisits.OfAsync(context);
        if (await reader.FindAsync(new OrderId(id), visitor, context.RequestAborted) is not { } view)
        {
            return await NotFoundAsync(id, context);
        }

        var cancelled = await handler.HandleAsync(new CancelOrder(view.Order.Id, visitor), context.RequestAborted);
        return cancelled.Succeeded ? await AnswerAsync(view.Order.Id, visitor, reader, context)
            : cancelled.Refusal == CancelOrderRefusal.AboveLimit
                ? OrderProblems.AboveLimit(await allowances.ReadAsync(view.Order.Id, visitor.Caller, context.RequestAborted))
            : OrderProblems.Of(cancelled.Refusal);
    }

    internal static async Task<Results<Ok<OrderAnswer>, ProblemHttpResult>> RefundAsync(
        Guid id, RefundRequest body, HttpContext context, OrderReader reader, RefundOrderHandler handler, RefundAllowances allowances)
    {
        var visitor = await OrderVisits.OfAsync(context);
        if (await reader.FindAsync(new OrderId(id), visitor, context.RequestAborted) is not { } view)
        {
            return await NotFoundAsync(id, context);
        }

        if (!visitor.Caller.ServesBuyersOf(view.Order.OrganizationId, view.Event.Id))
        {
            return Problems.Of(403, "forbidden", "Refunds are made by the box office. You can cancel the order within its policy.");
        }

        var reason = string.IsNullOrWhiteSpace(body.Reason) ? "staff" : body.Reason.Trim();
        if (reason.Length > 100 || reason.Any(char.IsControl))
        {
            return Problems.Invalid("reason", "The reason has at most 100 printable characters.");
        }

        var refunded = await handler.HandleAsync(
            new RefundOrder(view.Order.Id, body.Items?.Select(item => new OrderItemId(item)).ToList(), body.WithFees, body.SeatsBackOnSale, reason, visitor.Caller)
            {
                Extras = body.Extras?.Select(extra => new OrderExtraId(extra)).ToList(),
            },
            context.RequestAborted);
        return refunded.Succeeded ? await AnswerAsync(view.Order.Id, visitor, reader, context)
            : refunded.Refusal == RefundOrderRefusal.AboveLimit
                ? OrderProblems.AboveLimit(await allowances.ReadAsync(view.Order.Id, visitor.Caller, context.RequestAborted))
            : OrderProblems.Of(refunded.Refusal);
    }

    // Only a wrong token is an attempt to guess one.
    private static async Task<ProblemHttpResult> NotFoundAsync(Guid id, HttpContext context) =>
        context.User.Identity is { IsAuthenticated: true } || string.IsNullOrEmpty(OrderVisits.BearerToken(context.Request))
            ? OrderProblems.NotFound()
            : await FailedAttempts.RefuseAsync(context, FailureLimits.OrderTokens, id.ToString(), OrderProblems.NotFound());

    private static async Task<Ok<OrderAnswer>> AnswerAsync(OrderId id, OrderVisitor visitor, OrderReader reader, HttpContext context)
    {
        var view = await reader.FindAsync(id, visitor, context.RequestAborted);
        Invariant.Holds(view is not null);
        return TypedResults.Ok(OrderAnswer.Of(view));
    }
}
