using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Ticketing.App.Hosting.Errors;
using Ticketing.App.Hosting.Pipeline;
using Ticketing.App.Shared;
using Ticketing.Core.Webhooks;
using Ticketing.Infrastructure.Access;
using Ticketing.Infrastructure.Webhooks.Feed;

namespace Ticketing.App.Webhooks.Api;

/// <summary>A page of facts: those that webhooks carry, oldest first.</summary>
/// <param name="Items">As the bodies of webhooks, without <c>sequence</c>: their order is that of the facts.</param>
/// <param name="Next">For <c>after</c> of the next request, also if there is nothing more yet.</param>
/// <param name="HasMore">Whether to ask again at once; a page can be empty although there is more.</param>
public sealed record FactsAnswer(IReadOnlyList<FactItem> Items, string Next, bool HasMore);

/// <summary>The feed of facts, for organizers' programs.</summary>
internal static class FactsEndpoints
{
    private const int LimitUsual = 100;

    public static void MapFacts(this WebApplication app) => app.MapGet(AppUrls.ApiOrganizer + "/facts", ReadAsync).WithName("GetFacts")
        .WithTags("Organizers").WithSummary("What happened to orders, to poll: the facts of webhooks, oldest first")
        .RequireAuthorization().WithMetadata(CostlyReadAttribute.Metadata);

    /// <param name="after">The <c>next</c> of the page before. Default: the oldest fact that is kept.</param>
    /// <param name="types">Types with commas: order.paid,order.refunded. Default: all.</param>
    /// <param name="limit">Maximum number of facts, 1 to 500. Default: 100.</param>
    private static async Task<Results<Ok<FactsAnswer>, ProblemHttpResult>> ReadAsync(
        HttpContext context, ReadFactsHandler handler, CurrentActor actor, string? after = null, string? types = null, string? limit = null)
    {
        FactMark? mark = null;
        if (after is { Length: > 0 })
        {
            if (!FactMark.TryParse(after, out var parsed))
            {
                return Problems.Of(
                    StatusCodes.Status400BadRequest, "bad-cursor", "'after' is the 'next' of an earlier answer, or left out to begin with the oldest.");
            }

            mark = parsed;
        }

        var errors = new Dictionary<string, string[]>();
        var wanted = types is { Length: > 0 } ? types.Split(',', StringSplitOptions.TrimEntries) : [.. WebhookTypes.All];
        if (!Array.TrueForAll(wanted, type => WebhookTypes.All.Contains(type)))
        {
            errors["types"] = ["'types' are types of docs/webhooks.md with commas: order.paid,order.refunded."];
        }

        var count = LimitUsual;
        if (limit is { Length: > 0 } && (!int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out count)
            || count is 0 or > FactFeed.LimitMax))
        {
            errors["limit"] = [string.Create(CultureInfo.InvariantCulture, $"'limit' is a whole number from 1 to {FactFeed.LimitMax}.")];
        }

        if (errors.Count > 0)
        {
            return Problems.Invalid(errors);
        }

        var caller = await actor.ReadAsync(context.RequestAborted);
        var feed = await handler.HandleAsync(new ReadFacts(mark, wanted, count, caller), context.RequestAborted);
        return feed.Succeeded
            ? TypedResults.Ok(new FactsAnswer(feed.Value.Items, feed.Value.Next.ToString(), feed.Value.HasMore))
            : feed.Refusal switch
            {
                ReadFactsRefusal.OwnersOnly => Problems.Of(
                    StatusCodes.Status403Forbidden, "owners-only", "Only owners of an organization can read its facts."),
            };
    }
}
