using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;

namespace Ticketing.Infrastructure.Notifications.Jobs;

/// <summary>A mail to be sent for a fact, given to its handler at least once.</summary>
/// <param name="Id">The fact's id: the same for all attempts.</param>
/// <param name="Type">The fact's type: <c>order.paid</c> …</param>
/// <param name="Payload">JSON.</param>
/// <param name="Attempt">The number of the attempt, from 1.</param>
public sealed record MailJob(Guid Id, string AggregateId, string Type, string Payload, int Attempt)
{
    /// <summary>Deserialises the payload.</summary>
    public TMail Read<TMail>() => JsonSerializer.Deserialize<TMail>(Payload, JsonSerializerOptions.Web)
        ?? throw new JsonException($"The payload of {Type} is null.");
}

/// <summary>Sends the mails of one type of facts. It must be idempotent by the job's id.</summary>
/// <param name="SendAsync">Called with the services of a new scope; an exception leads to a retry.</param>
public sealed record MailJobHandler(string Type, Func<IServiceProvider, MailJob, CancellationToken, Task> SendAsync);

internal static class MailJobRegistration
{
    /// <summary>Lets <paramref name="send"/> of <typeparamref name="THandler"/> send the mails of a type of facts.</summary>
    public static IServiceCollection AddMailJob<THandler>(
        this IServiceCollection services, string type, Func<THandler, MailJob, CancellationToken, Task> send)
        where THandler : notnull =>
        services.AddSingleton(new MailJobHandler(
            type, (provider, job, cancellationToken) => send(provider.GetRequiredService<THandler>(), job, cancellationToken)));
}
