<?php
// Makes edits in a MediaWiki of the tests: reads them as JSON from standard input, prints what it made as JSON.
require_once getenv('MW_INSTALL_PATH') . '/maintenance/Maintenance.php';

use MediaWiki\MediaWikiServices;
use MediaWiki\Revision\RevisionRecord;
use MediaWiki\Revision\SlotRecord;

class MakeEdits extends Maintenance {
	public function execute() {
		$services = MediaWikiServices::getInstance();
		$made = [];
		foreach (json_decode(file_get_contents('php://stdin'), true) as $edit) {
			$isAddress = filter_var($edit['user'], FILTER_VALIDATE_IP);
			$user = $isAddress ? User::newFromName($edit['user'], false) : User::newFromName($edit['user']);
			if (!$isAddress && !$user->getId()) {
				$user->addToDatabase();
			}
			$title = Title::newFromText($edit['title']);
			$updater = $services->getWikiPageFactory()->newFromTitle($title)->newPageUpdater($user);
			$updater->setContent(SlotRecord::MAIN, ContentHandler::makeContent($edit['text'], $title));
			$revision = $updater->saveRevision(
				CommentStoreComment::newUnsavedComment($edit['summary'] ?? ''), ($edit['minor'] ?? false) ? EDIT_MINOR : 0
			);
			if (!empty($edit['hide'])) {
				$services->getDBLoadBalancer()->getConnection(DB_PRIMARY)->update(
					'revision', ['rev_deleted' => RevisionRecord::DELETED_USER], ['rev_id' => $revision->getId()], __METHOD__
				);
			}
			$made[] = [
				'revision' => $revision->getId(),
				'page' => $revision->getPageId(),
				'namespace' => $title->getNamespace(),
				'user' => $user->getId(),
				'time' => wfTimestamp(TS_UNIX, $revision->getTimestamp()),
				'characters' => mb_strlen($edit['text']),
			];
		}
		echo json_encode($made);
	}
}

$maintClass = MakeEdits::class;
require_once RUN_MAINTENANCE_IF_MAIN;
