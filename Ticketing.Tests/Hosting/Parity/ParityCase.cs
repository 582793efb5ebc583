using Ticketing.Tests.Inventory;

namespace Ticketing.Tests.Hosting.Parity;

/// <summary>The part of the application that answers a request.</summary>
public enum AnsweredBy
{
    FastLane,

    /// <summary>The general pipeline.</summary>
    Pipeline,
}

/// <summary>Requests that the fast lane answers as the general pipeline does, or leaves to it.</summary>
/// <param name="By">Who answers them if they carry no cookie.</param>
/// <param name="Status">The status of the last answer.</param>
internal sealed record ParityCase(string Name, AnsweredBy By, int Status, Func<ParitySale, ParityRequest[]> Requests)
{
    public TestSaleTerms Terms { get; init; } = new() { FloorPlaces = 20 };

    /// <summary>The performance has a waiting room.</summary>
    public bool HasRoom { get; init; }

    public Func<ParitySale, Task> Prepare { get; init; } = _ => Task.CompletedTask;

    /// <summary>Every request repeats the first one and gets its answer.</summary>
    public bool IsRepeat { get; init; }

    /// <summary>A part of <see cref="ParitySale.StoredAsync"/> after the requests.</summary>
    public string Stored { get; init; } = "";
}
