# Requests of the tenant and made-up ones, and the objects the cmdlets give of them.

$megabyte = 1048576
# A made-up request: so many items of so many bytes.
$syntheticItems = 2000
$syntheticBytes = 200 * $megabyte
$syntheticMs = 10000

# What the tenant does not keep. Written before the request is made: the real service keeps both at once.
function Add-Order([hashtable] $order) { Add-StateLine 'orders.jsonl' $order }

function Join-Order($request) {
    $order = $null
    foreach ($line in @(Read-StateFile 'orders.jsonl')) {
        if ($null -ne $line -and $line.requestName -eq $request.name -and $line.mailbox -eq $request.mailbox) { $order = $line }
    }
    $batch = ''
    if ($null -ne $order) { $batch = [string] $order.batchName }
    $request | Add-Member -NotePropertyName batchName -NotePropertyValue $batch -Force -PassThru
}

function New-SandboxRequest([hashtable] $order, $bound) {
    Add-Order $order
    $isArchive = $bound.ContainsKey('IsArchive') -and [bool] $bound['IsArchive']
    if ($null -ne (Read-StateFile 'tenant.json') -and $bound.ContainsKey('AzureBlobStorageAccountUri')) {
        return Invoke-Tenant 'POST' 'requests' @{
            name = $order.requestName; mailbox = $order.mailbox; isArchive = $isArchive; targetRootFolder = [string] $bound['TargetRootFolder']
            includeFolders = [string[]] @($bound['IncludeFolders'] | Where-Object { $null -ne $_ })
            excludeFolders = [string[]] @($bound['ExcludeFolders'] | Where-Object { $null -ne $_ })
            blobUri = $bound['AzureBlobStorageAccountUri'].OriginalString; sasToken = [string] $bound['AzureSharedAccessSignatureToken']
        }
    }
    $id = [string] [guid]::NewGuid()
    $uri = ''
    if ($bound.ContainsKey('AzureBlobStorageAccountUri')) { $uri = $bound['AzureBlobStorageAccountUri'].OriginalString }
    Add-StateLine 'synthetic.jsonl' ([ordered] @{
            action = 'create'; requestId = $id; name = $order.requestName; mailbox = $order.mailbox; isArchive = $isArchive
            targetRootFolder = [string] $bound['TargetRootFolder']; sourceUri = $uri; filePath = [string] $bound['FilePath']; ticks = [datetime]::UtcNow.Ticks
        })
    return [pscustomobject] @{ code = $null; requestId = $id }
}

function Get-FreeName([string] $mailbox) {
    $taken = @(Get-AllRequests | Where-Object { $_.mailbox -eq $mailbox } | ForEach-Object { $_.name })
    foreach ($name in @('MailboxImport') + @(0..8 | ForEach-Object { "MailboxImport$_" })) { if ($taken -notcontains $name) { return $name } }
    Stop-Cmdlet 'Microsoft.Exchange.Configuration.Tasks.ManagementTaskException' 'Specify a name for the request: the names it could have by itself are taken.'
}

function Get-SandboxMailbox([string] $identity) {
    if ($null -ne (Read-StateFile 'tenant.json')) {
        if ($identity -eq '') { return [pscustomobject] @{ code = 'importMailboxMissing' } }
        $answer = Invoke-Tenant 'GET' ('mailboxes/' + [uri]::EscapeDataString($identity)) $null
        if ($null -eq $answer.PSObject.Properties['code']) { $answer | Add-Member -NotePropertyName code -NotePropertyValue $null }
        return $answer
    }
    if ($identity -notmatch '\A[^@]+@contoso\.example\z') { return [pscustomobject] @{ code = 'importMailboxMissing' } }
    return [pscustomobject] @{
        code = $null; address = $identity.ToLowerInvariant(); alias = $identity.Split('@')[0]; hasArchive = -not $identity.StartsWith('noarchive')
        exchangeGuid = '5f0c7c0e-0000-4000-8000-000000000001'; quotaBytes = 107374182400; usedBytes = 0
    }
}

# suspend, resume, remove, or source with a body.
function Invoke-RequestAction([string] $requestId, [string] $action, $body) {
    if (@(Get-SyntheticRequests | Where-Object { $_.requestId -eq $requestId }).Count -gt 0) {
        if ($action -ne 'source') { Add-StateLine 'synthetic.jsonl' ([ordered] @{ action = $action; requestId = $requestId; ticks = [datetime]::UtcNow.Ticks }) }
        return [pscustomobject] @{ code = $null }
    }
    $answer = if ($action -eq 'remove') { Invoke-Tenant 'DELETE' "requests/$requestId" $null }
    else { Invoke-Tenant 'POST' "requests/$requestId/$action" $body }
    if ($null -eq $answer.PSObject.Properties['code']) { $answer | Add-Member -NotePropertyName code -NotePropertyValue $null }
    return $answer
}

function Get-AllRequests {
    $synthetic = @(Get-SyntheticRequests)
    $answer = Invoke-Tenant 'GET' 'requests' $null
    $real = @()
    if ($null -ne $answer) { $real = @($answer.requests) }
    foreach ($request in $real + $synthetic) { Join-Order $request }
}

function Test-Identity($request, [string] $identity) {
    return $request.requestId -eq $identity -or "$($request.mailbox.Split('@')[0])\$($request.name)" -eq $identity
}

function Find-Request([string] $identity) {
    foreach ($request in Get-SyntheticRequests $identity) { if (Test-Identity $request $identity) { return Join-Order $request } }
    if ($null -eq (Read-StateFile 'tenant.json')) { return $null }
    foreach ($request in Get-AllRequests) { if (Test-Identity $request $identity) { return $request } }
    return $null
}

# --- Made-up requests: `synthetic` of the scenario are there from the start, others are made by New-.

function Get-SyntheticRequests([string] $only) {
    $scenario = Get-SandboxScenario '*'
    $count = [int] $scenario['synthetic']
    $runMs = $syntheticMs
    if ($scenario['syntheticMs'] -gt 0) { $runMs = [double] $scenario['syntheticMs'] }
    $events = @(Read-StateFile 'synthetic.jsonl' | Where-Object { $null -ne $_ })
    $firstTicks = [datetime]::UtcNow.Ticks
    if ($count -gt 0) { $firstTicks = [System.IO.File]::GetLastWriteTimeUtc([System.IO.Path]::Combine($folder, 'scenario.json')).Ticks }
    for ($number = 1; $number -le $count; $number++) {
        $id = '00000000-0000-4000-8000-{0:x12}' -f $number
        if ($only -ne '' -and $only -ne $id) { continue }
        $made = [pscustomobject] @{
            requestId = $id; name = "synthetic-$number"; mailbox = "user$number@contoso.example"; isArchive = $false; targetRootFolder = ''
            sourceUri = "https://pst.blob.example/container/$number.pst"; filePath = ''; ticks = $firstTicks
        }
        Get-SyntheticState $made $events $runMs
    }
    foreach ($made in $events) { if ($made.action -eq 'create') { Get-SyntheticState $made $events $runMs } }
}

function Get-SyntheticState($made, $events, [double] $runMs) {
    $since = [long] $made.ticks
    $doneTicks = 0
    $isSuspended = $false
    foreach ($act in $events) {
        if ($act.requestId -ne $made.requestId) { continue }
        if ($act.action -eq 'remove') { return }
        if ($act.action -eq 'suspend' -and -not $isSuspended) { $doneTicks += [long] $act.ticks - $since; $isSuspended = $true }
        if ($act.action -eq 'resume' -and $isSuspended) { $since = [long] $act.ticks; $isSuspended = $false }
    }
    if (-not $isSuspended) { $doneTicks += [datetime]::UtcNow.Ticks - $since }
    $fraction = [Math]::Min(1.0, $doneTicks / 10000 / $runMs)
    $status = 'InProgress'
    if ($fraction -ge 1) { $status = 'Completed' } elseif ($isSuspended) { $status = 'Suspended' }
    $started = [datetime]::new([long] $made.ticks, 'Utc')
    $completed = $null
    if ($status -eq 'Completed') { $completed = [datetime]::new($since, 'Utc').AddMilliseconds($runMs) }
    $detail = $status
    if ($status -eq 'InProgress') { $detail = 'CopyingMessages' }
    return [pscustomobject] @{
        requestId = $made.requestId; name = $made.name; mailbox = $made.mailbox; isArchive = $made.isArchive
        targetRootFolder = $made.targetRootFolder; status = $status; statusDetail = $detail; percentComplete = [int] [Math]::Floor(100 * $fraction)
        itemsTransferred = [long] ($syntheticItems * $fraction); itemsTotal = $syntheticItems; bytesTransferred = [long] ($syntheticBytes * $fraction)
        bytesTotal = $syntheticBytes; skipped = @(); sourceUri = $made.sourceUri; filePath = $made.filePath; queuedAt = $started
        startedAt = $started; completedAt = $completed; failedAt = $null; failure = $null
    }
}

# --- Objects as they arrive over REST: sizes and spans are texts, times are dates.

function Get-TextCulture {
    $name = (Get-SandboxScenario '*')['culture']
    if ($name) { return [System.Globalization.CultureInfo]::GetCultureInfo([string] $name) }
    return [System.Globalization.CultureInfo]::GetCultureInfo('en-US')
}

# Such as "3.45 GB (3,701,234,567 bytes)".
function Format-Size($bytes) {
    if ($null -eq $bytes) { return $null }
    $culture = Get-TextCulture
    $value = [double] $bytes
    $unit = 'B'
    foreach ($larger in 'KB', 'MB', 'GB', 'TB') { if ($value -ge 1024) { $value /= 1024; $unit = $larger } }
    $word = switch ($culture.Name) { 'de-DE' { 'Bytes' } 'sv-SE' { 'byte' } 'ja-JP' { -join [char[]] (0x30D0, 0x30A4, 0x30C8) } default { 'bytes' } }
    return $value.ToString('0.##', $culture) + " $unit (" + ([long] $bytes).ToString('N0', $culture) + " $word)"
}

# A date, or its text where the scenario names a culture.
function Format-Time($value) {
    if ($null -eq $value) { return $null }
    if ($value -is [string]) { $value = [datetime]::Parse($value, [cultureinfo]::InvariantCulture, 'RoundtripKind') }
    $name = (Get-SandboxScenario '*')['culture']
    if ($name) { return $value.ToUniversalTime().ToString('G', (Get-TextCulture)) }
    return $value.ToUniversalTime()
}

function Format-Span($from, $to) {
    if ($null -eq $from) { return '00:00:00' }
    if ($null -eq $to) { $to = [datetime]::UtcNow }
    $span = ([datetime] $to).ToUniversalTime() - ([datetime] $from).ToUniversalTime()
    if ($span.Days -gt 0) { return $span.ToString('d\.hh\:mm\:ss') }
    return $span.ToString('hh\:mm\:ss')
}

# What the scenario says of this request by its name, or of all.
function Get-Forced($request) {
    $all = ConvertTo-Table (Get-SandboxScenario '*')['statistics']
    $forced = ConvertTo-Table $all['*']
    $own = ConvertTo-Table $all[[string] $request.name]
    foreach ($name in $own.Keys) { $forced[$name] = $own[$name] }
    return $forced
}

function Get-ForcedValue($request, [string] $property) {
    $forced = Get-Forced $request
    if ($forced.ContainsKey($property)) { return $forced[$property] }
    return $request.status
}

function ConvertTo-RequestObject($request) {
    $alias = $request.mailbox.Split('@')[0]
    [pscustomobject] @{
        Name = $request.name; Mailbox = $alias; Status = (Get-ForcedValue $request 'Status'); RequestGuid = [guid] $request.requestId
        Identity = "$alias\$($request.name)"; BatchName = $request.batchName; RequestQueue = 'EURPR06DG001-db001'
        FilePath = $request.PSObject.Properties['filePath'].Value; Suspend = $request.status -eq 'Suspended'
    }
}

function Get-SkipCount($request, [string[]] $reasons) {
    $sum = 0
    foreach ($skip in @($request.skipped)) { if ($reasons -contains $skip.reason) { $sum += $skip.count } }
    return $sum
}

function Get-SyncStage([string] $status) {
    if ($status -match '^Completed') { return 'SyncFinished' }
    if ($status -eq 'Queued') { return 'None' }
    return 'CopyingMessages'
}

# The exception's name, and what the service would say.
function Get-FailureTexts($failure) {
    if ($null -eq $failure) { return @{ type = $null; text = $null } }
    switch ($failure.code) {
        'importForbidden' { return @{ type = 'RemotePermanentException'; text = 'Error: The remote server returned an error: (403) Forbidden.' } }
        'importBlobMissing' { return @{ type = 'RemotePermanentException'; text = 'Error: The remote server returned an error: (404) Not Found.' } }
        'importMailboxFull' { return @{ type = 'StorageQuotaExceededPermanentException'; text = 'Error: The mailbox has exceeded its quota.' } }
        default { return @{ type = 'PSTExceptionPermanentException'; text = "Error: Unable to read from PST file: $($failure.code)." } }
    }
}

function ConvertTo-StatisticsObject($request) {
    $alias = $request.mailbox.Split('@')[0]
    $failure = Get-FailureTexts $request.failure
    $ended = $request.completedAt
    if ($null -eq $ended) { $ended = $request.failedAt }
    $seconds = 0
    if ($null -ne $request.startedAt -and $request.status -eq 'InProgress') { $seconds = ([datetime]::UtcNow - (([datetime] $request.startedAt).ToUniversalTime())).TotalSeconds }
    $perMinute = 0
    if ($seconds -gt 0) { $perMinute = [long] ($request.bytesTransferred * 60 / $seconds) }
    $large = Get-SkipCount $request 'tooLarge', 'tooDeep'
    $bad = Get-SkipCount $request 'unreadable'
    $score = 'Perfect'
    if ($large + $bad -gt 0) { $score = 'Good' }
    $filePath = $request.PSObject.Properties['filePath']
    $values = [ordered] @{
        Name = $request.name; RequestGuid = [guid] $request.requestId; Identity = "$alias\$($request.name)"; BatchName = $request.batchName
        RequestQueue = 'EURPR06DG001-db001'; TargetAlias = $alias; TargetMailboxIdentity = $request.mailbox; TargetIsArchive = [bool] $request.isArchive
        TargetRootFolder = $request.targetRootFolder; SourceRootFolder = ''; FilePath = $null
        AzureBlobStorageAccountUri = $request.sourceUri; ContentCodePage = $null; ConflictResolutionOption = 'KeepSourceItem'
        AssociatedMessagesCopyOption = 'Copy'; WorkloadType = 'Local'; Priority = 'Normal'; Suspend = $request.status -eq 'Suspended'
        Flags = 'IntraOrg, Pull'; Direction = 'Pull'; RequestStyle = 'IntraOrg'; Status = $request.status; StatusDetail = $request.statusDetail
        SyncStage = (Get-SyncStage $request.status); PercentComplete = [int] $request.percentComplete; PositionInQueue = $null
        MRSServerName = 'AM6PR06MB5795.eurprd06.prod.outlook.com'; ValidationMessage = ''; Message = $failure.text; DataConsistencyScore = $score
        EstimatedTransferSize = (Format-Size $request.bytesTotal); EstimatedTransferItemCount = $request.itemsTotal
        BytesTransferred = (Format-Size $request.bytesTransferred); BytesTransferredPerMinute = (Format-Size $perMinute)
        ItemsTransferred = $request.itemsTransferred; SyncedItemCount = $request.itemsTransferred; BadItemsEncountered = $bad; LargeItemsEncountered = $large
        MissingItemsEncountered = (Get-SkipCount $request 'missing'); QueuedTimestamp = (Format-Time $request.queuedAt)
        StartTimestamp = (Format-Time $request.startedAt); LastUpdateTimestamp = $null; SuspendedTimestamp = $null
        FailureTimestamp = (Format-Time $request.failedAt); CompletionTimestamp = (Format-Time $request.completedAt); CompletedRequestAgeLimit = '30.00:00:00'
        OverallDuration = (Format-Span $request.queuedAt $ended); TotalQueuedDuration = (Format-Span $request.queuedAt $request.startedAt)
        TotalInProgressDuration = (Format-Span $request.startedAt $ended); TotalSuspendedDuration = '00:00:00'; TotalFailedDuration = '00:00:00'
        FailureCode = $null; FailureType = $failure.type; FailureSide = $null; FailureContext = $null
    }
    if ($null -ne $filePath -and [string] $filePath.Value -ne '') { $values['FilePath'] = $filePath.Value; $values['AzureBlobStorageAccountUri'] = $null }
    if ($null -ne $failure.type) { $values['FailureCode'] = -2146233088; $values['FailureSide'] = 'Source' }
    $forced = Get-Forced $request
    foreach ($name in $forced.Keys) { $values[$name] = $forced[$name] }
    if (-not (Get-SandboxScenario '*')['deserialized']) { return [pscustomobject] $values }
    # Enums and sizes are types of Exchange's own on its side; the copy has none of them.
    $values['Priority'] = [System.Threading.ThreadPriority]::Normal
    $values['IncludeFolders'] = [string[]] @('one', 'two')
    $copy = [System.Management.Automation.PSSerializer]::Serialize([pscustomobject] $values, 2)
    return [System.Management.Automation.PSSerializer]::Deserialize($copy)
}

function ConvertTo-MailboxObject($mailbox) {
    $archiveGuid = [guid]::Empty
    $archiveStatus = 'None'
    if ($mailbox.hasArchive) { $archiveGuid = [guid] ('a' + ([string] $mailbox.exchangeGuid).Substring(1)); $archiveStatus = 'Active' }
    [pscustomobject] @{
        Identity = $mailbox.alias; Alias = $mailbox.alias; DisplayName = $mailbox.alias; PrimarySmtpAddress = $mailbox.address
        UserPrincipalName = $mailbox.address; RecipientTypeDetails = 'UserMailbox'; ExchangeGuid = [guid] $mailbox.exchangeGuid
        ArchiveGuid = $archiveGuid; ArchiveStatus = $archiveStatus; ArchiveState = $(if ($mailbox.hasArchive) { 'Local' } else { 'None' })
        AutoExpandingArchiveEnabled = $false; ProhibitSendQuota = (Format-Size ([long] ($mailbox.quotaBytes * 0.99)))
        ProhibitSendReceiveQuota = (Format-Size $mailbox.quotaBytes); ArchiveQuota = (Format-Size 107374182400)
        ArchiveWarningQuota = (Format-Size 96636764160); UseDatabaseQuotaDefaults = $false; RetentionHoldEnabled = $false; LitigationHoldEnabled = $false
    }
}
