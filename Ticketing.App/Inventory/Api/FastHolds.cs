using System.Text.Json.Serialization.Metadata;
using Ticketing.App.Hosting;
using Ticketing.App.Hosting.Pipeline;
using Ticketing.App.Shared;
using Ticketing.App.WaitingRoom.Api;
using Ticketing.Core.Common;
using Ticketing.Infrastructure.Inventory.Holds;
using Ticketing.Infrastructure.WaitingRoom.Engine;

namespace Ticketing.App.Inventory.Api;

/// <summary>New holds of guests.</summary>
internal sealed class FastHolds(
    FastAnswers answers, HoldSeatsHandler handler, HoldSecrets secrets, AdmissionGuard guard, RoomBoard board, TimeProvider time) : IFastRoute
{
    private const string Prefix = AppUrls.ApiPerformances + "/";
    private const string Suffix = "/holds";
    private const int IdLength = 36;

    private readonly JsonTypeInfo<HoldRequest> _request = answers.InfoOf<HoldRequest>();
    private readonly JsonTypeInfo<HoldResponse> _response = answers.InfoOf<HoldResponse>();

    public string Pattern => InventoryEndpoints.HoldsPattern;

    public bool IsAt(PathString path) =>
        path.Value is { } text && text.Length == Prefix.Length + IdLength + Suffix.Length
        && text.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) && text.EndsWith(Suffix, StringComparison.OrdinalIgnoreCase)
        && Guid.TryParseExact(text.AsSpan(Prefix.Length, IdLength), "D", out _);

    public Func<Task>? Read(HttpContext context, ReadOnlySpan<byte> body)
    {
        var performance = Guid.ParseExact(context.Request.Path.Value.AsSpan(Prefix.Length, IdLength), "D");
        return FastAnswers.Read(body, _request) is { } request ? () => AnswerAsync(context, performance, request) : null;
    }

    private async Task AnswerAsync(HttpContext context, Guid performance, HoldRequest request)
    {
        if (!await AdmissionGuarding.AdmitAsync(context, guard, board, new PerformanceId(performance)))
        {
            await answers.WriteAsync(context, AdmissionGuarding.Problem(new PerformanceId(performance)), _response);
            return;
        }

        var result = await HoldEndpoints.CreateAsync(performance, request, context, handler, secrets, guard, time, context.RequestAborted);
        await answers.WriteAsync(context, result.Result, _response);
    }
}
