using Ticketing.App.Access;
using Ticketing.App.Access.Api;
using Ticketing.App.Analytics;
using Ticketing.App.BackOffice;
using Ticketing.App.BoxOffice;
using Ticketing.App.Catalog.Api;
using Ticketing.App.CheckIn;
using Ticketing.App.Development;
using Ticketing.App.Hosting;
using Ticketing.App.Hosting.StartUp;
using Ticketing.App.Inventory;
using Ticketing.App.Inventory.Api;
using Ticketing.App.Messages;
using Ticketing.App.Messaging;
using Ticketing.App.Notifications;
using Ticketing.App.Ordering.Api;
using Ticketing.App.Ordering.Campaigns;
using Ticketing.App.Ordering.Export;
using Ticketing.App.Organizations;
using Ticketing.App.Payments.Api;
using Ticketing.App.Presales;
using Ticketing.App.Publishing;
using Ticketing.App.Questions;
using Ticketing.App.Seating.Api;
using Ticketing.App.Tickets.Api;
using Ticketing.App.WaitingRoom;
using Ticketing.App.WaitingRoom.Api;
using Ticketing.App.Webhooks;
using Ticketing.Infrastructure.Access.Accounts;
using Ticketing.Infrastructure.Access.SignIn;
using Ticketing.Infrastructure.Analytics.Rebuild;
using Ticketing.Infrastructure.Catalog.Search;
using Ticketing.Infrastructure.Data;
using Ticketing.Infrastructure.Development.Demo;
using Ticketing.Infrastructure.Development.Embedded;
using Ticketing.Infrastructure.Inventory;
using Ticketing.Infrastructure.Messaging.Events.Relay;
using Ticketing.Infrastructure.Ordering;
using Ticketing.Infrastructure.Payments;
using Ticketing.Infrastructure.Tickets;
using Ticketing.Infrastructure.WaitingRoom;

StartUpGate.ExplainFailures();
var builder = WebApplication.CreateBuilder(args);
var rebuild = AnalyticsWeb.RebuildOf(builder.Configuration);
await StartUpGate.CheckSettingsAsync(builder.Configuration, builder.Environment, DemoTraces.FindAsync);
await using var servers = await builder.UseEmbeddedServersAsync();

builder.AddHosting();
builder.AddAccessWeb();
builder.Services.AddBackOffice();
builder.Services.AddOrganizationsWeb();
builder.Services.AddSeating();
builder.Services.AddPresalesWeb();
builder.Services.AddQuestionsWeb();
builder.Services.AddCatalogPages();
builder.Services.AddInventory();
builder.Services.AddSeatMap();
builder.Services.AddInventoryApi();
builder.Services.AddWaitingRoom();
builder.Services.AddWaitingRoomWeb();
builder.Services.AddOrdering();
builder.Services.AddOrderingApi();
builder.Services.AddExportWeb();
builder.AddPayments();
builder.Services.AddTickets();
builder.Services.AddCheckInWeb();
builder.Services.AddAnalyticsWeb();
builder.AddDevelopmentWeb();
builder.AddNotificationsWeb();
builder.Services.AddMessagesWeb();
builder.Services.AddMessagingWeb();
builder.Services.AddWebhooksWeb();
builder.Services.AddPublishingWeb();

await using var app = builder.Build();
await app.Services.GetRequiredService<DatabasePreparation>().PrepareAsync(
    async stopping =>
    {
        await app.Services.GetRequiredService<OutboxPartitions>().MaintainAsync(stopping);
        await app.Services.GetRequiredService<StoredSecrets>().ProtectAsync(stopping);
        await app.Services.GetRequiredService<AccountAddresses>().RenewAsync(stopping);
        await app.Services.GetRequiredService<OrderEmails>().RenewAsync(stopping);
        await app.Services.GetRequiredService<DemoFiller>().FillAsync(stopping);
        await app.Services.GetRequiredService<ProjectionBuilds>().SettleAsync(stopping);
        await app.Services.GetRequiredService<SearchProjection>().CatchUpAsync(stopping);
    },
    app.Lifetime.ApplicationStopping);
await StartUpGate.CheckDatabaseAsync(app.Configuration, app.Environment, DemoTraces.FindAsync, app.Lifetime.ApplicationStopping);

if (rebuild is not null)
{
    return await AnalyticsWeb.RebuildAsync(app, rebuild);
}

app.UseQueueStatus();
app.UseEventViews();
app.UsePipeline();
app.UsePromoLinks();
app.UseAdmissionGuard();

app.MapHosting();
app.MapAccess();
app.MapSeating();
app.MapPresales();
app.MapQuestions();
app.MapInventory();
app.MapCatalog();
app.MapWaitingRoom();
app.MapOrdering();
app.MapExports();
app.MapPayments();
app.MapTickets();
app.MapCheckIn();
app.MapAnalytics();
app.MapOrganizations();
app.MapMessages();
app.MapPublishing();
app.MapBoxOffice();
app.MapWebhooks();
app.MapDevelopment();

// A failed worker stops the host, which by itself would exit with 0: supervisors restart on a non-zero code.
var workers = app.Services.GetServices<IHostedService>().OfType<BackgroundService>().ToArray();
await app.RunAsync();
return Array.Exists(workers, worker => worker.ExecuteTask is { IsFaulted: true }) ? 1 : 0;
